import { bgemm_1x1__js } from "../../js/bgemm.ts";
import { binaryInstruction, type ScaledProduct, scaledWords } from "../binary-product.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out = y` as float32, see {@link ScaledProduct}. */
export interface Bgemm extends ScaledProduct {
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

export const bgemm: Operation<Bgemm> = {
  opcode: 5,
  instruction: (where, o, target) =>
    binaryInstruction(where, o, target, [...scaledWords(where, o), words(where, "out", o.out)]),
  js: bgemm_1x1__js,
  simd: [],
};
