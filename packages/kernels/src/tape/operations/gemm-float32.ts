import { gemmFloat32_1x1__js } from "../../js/gemm-float32.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import { lastRow, rowPairs } from "../simd-kernel.ts";
import { ofProduct } from "../split.ts";

/** `sums[m,n] = Σ_k x[m,k]·weights[n,k]`, then as {@link ScaledOutput} says. */
export interface GemmFloat32 extends FloatOutput {
  /** float32 [rows, inFeatures] */
  readonly x: Offset;
  /** Float lanes, see `packFloatLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

export const gemmFloat32: Operation<GemmFloat32> = {
  opcode: 8,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "weights", o.weights),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      size(where, "inFeatures", o.inFeatures),
      ...floatWords(where, o),
    ],
    split: ofProduct(o, 0.5 * o.inFeatures),
  }),
  js: gemmFloat32_1x1__js,
  simd: [
    { tile: [2, 16], when: rowPairs },
    { tile: [1, 16], when: lastRow },
  ],
};
