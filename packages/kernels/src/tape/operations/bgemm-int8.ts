import { bgemmInt8_1x1__js } from "../../js/bgemm.ts";
import { binaryInstruction, type ScaledProduct, scaledWords } from "../binary-product.ts";
import { bytes, type Offset } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out = clamp(roundHalfEven(y), ±127)` as int8, see {@link ScaledProduct}; NaN becomes 0. */
export interface BgemmInt8 extends ScaledProduct {
  /** int8 [rows, outFeatures] */
  readonly out: Offset;
}

export const bgemmInt8: Operation<BgemmInt8> = {
  opcode: 18,
  instruction: (where, o, target) =>
    binaryInstruction(where, o, target, [...scaledWords(where, o), bytes(where, "out", o.out)]),
  js: bgemmInt8_1x1__js,
  simd: [],
};
