import type { RotaryPositionNode } from "../nodes/rotary-position.ts";
import { element, type Matrix, matrix } from "./matrix.ts";

/** Pairs of features of each head turned by the angles of their row. @param frequencies  of each pair */
export function evaluateRotaryPosition(
  { heads, rotated }: Pick<RotaryPositionNode, "heads" | "rotated">,
  x: Matrix,
  frequencies: ArrayLike<number>,
): Matrix {
  const headFeatures = x.columns / heads;
  const half = rotated / 2;
  return matrix(x.rows, x.columns, (row, column) => {
    const i = column % headFeatures;
    const value = element(x, row, column);
    if (i >= rotated) return value;
    const angle = row * frequencies[i % half];
    const partner = element(x, row, i < half ? column + half : column - half);
    return value * Math.cos(angle) + (i < half ? -partner : partner) * Math.sin(angle);
  });
}
