import { float, size, slice, words } from "./operand.ts";
import type { LayerNorm } from "./operations/layer-norm.ts";

/** What a layer norm reads. */
export type Normalization = Omit<LayerNorm, "addend" | "out" | "centered">;

/** x, rows, groups, length of a slice, gamma, beta, epsilon */
export function normWords(where: string, o: Normalization): number[] {
  const groups = size(where, "groups", o.groups ?? 1);
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    groups,
    slice(where, o.features, groups),
    words(where, "gamma", o.gamma),
    words(where, "beta", o.beta),
    float(where, "epsilon", o.epsilon),
  ];
}
