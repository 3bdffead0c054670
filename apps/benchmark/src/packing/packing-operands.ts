import { randomSigns } from "../random-integers.ts";

/** Floats that are packed: `rows` × `features`. */
export interface PackingShape {
  readonly rows: number;
  readonly features: number;
}

/** What is packed. */
export interface PackingOperands {
  readonly shape: PackingShape;
  readonly x: Float32Array;
}

/** Random floats of both signs, zeros among them; the same shape gives the same ones. */
export function createPackingOperands(shape: PackingShape): PackingOperands {
  const signs = randomSigns(shape.rows * shape.features, 3);
  return { shape, x: Float32Array.from(signs, (sign, i) => sign * ((i * 7) % 31)) };
}
