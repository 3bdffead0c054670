import { layerNormSignPackTokenMaximum_1x1__js } from "../../js/layer-norm-sign-pack.ts";
import { normWords } from "../norm.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";
import type { LayerNorm } from "./layer-norm.ts";

/**
 * `signPackTokenMaximum` of `layerNorm(x)`, with the same bits and scales as the two in turn. The normalized values
 * are never stored. `rowScales` cover a whole row, however many slices it is normalized in.
 */
export interface LayerNormSignPackTokenMaximum extends Omit<LayerNorm, "addend" | "out"> {
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
}

export const layerNormSignPackTokenMaximum: Operation<LayerNormSignPackTokenMaximum> = {
  opcode: 65,
  instruction: (where, o) => ({
    words: [
      ...normWords(where, o),
      words(where, "bits", o.bits),
      words(where, "rowScales", o.rowScales),
    ],
    split: ofRows(o.rows, 3.5 * o.features),
  }),
  js: layerNormSignPackTokenMaximum_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
