import { layerNormSignPackShift_1x1__js } from "../../js/layer-norm-sign-pack.ts";
import { normWords } from "../norm.ts";
import { type Offset, optional, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";
import type { LayerNorm } from "./layer-norm.ts";

/** `signPackShift` of `layerNorm(x)`, with the same bits as the two in turn. The normalized values are never stored. */
export interface LayerNormSignPackShift extends Omit<LayerNorm, "addend" | "out"> {
  /** float32 [features], of the whole row; absent: the plain sign. */
  readonly shift?: Offset;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
}

export const layerNormSignPackShift: Operation<LayerNormSignPackShift> = {
  opcode: 66,
  instruction: (where, o) => ({
    words: [
      ...normWords(where, o),
      words(where, "bits", o.bits),
      optional(where, "shift", o.shift),
    ],
    split: ofRows(o.rows, 3.5 * o.features),
  }),
  js: layerNormSignPackShift_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
