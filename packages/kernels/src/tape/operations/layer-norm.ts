import { layerNorm_1x1__js } from "../../js/layer-norm.ts";
import { normWords } from "../norm.ts";
import { type Cell, flag, type Offset, optional, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out = (x − mean)/sqrt(mean((x − mean)²) + epsilon)·gamma + beta (+ addend)` over each of `groups` slices of a row; with
 *  `centered` false 0 stands for the mean (RMS norm). */
export interface LayerNorm {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** Number of slices that are normalized alone. Default 1. */
  readonly groups?: number;
  /** float32 [features/groups], shared by the slices. */
  readonly gamma: Offset;
  /** float32 [features/groups], shared by the slices. */
  readonly beta: Offset;
  readonly epsilon: number;
  /** Default true. */
  readonly centered?: boolean;
  /** float32 [rows, features] */
  readonly addend?: Offset;
  /** float32 [rows, features]; may be `x` or `addend`. */
  readonly out: Offset;
}

export const layerNorm: Operation<LayerNorm> = {
  opcode: 9,
  instruction: (where, o) => ({
    words: [
      ...normWords(where, o),
      optional(where, "addend", o.addend),
      words(where, "out", o.out),
      flag(o.centered ?? true),
    ],
    split: ofRows(o.rows, o.features),
  }),
  js: layerNorm_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
