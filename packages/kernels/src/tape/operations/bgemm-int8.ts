import { bgemmInt8_1x1__js } from "../../js/bgemm.ts";
import { type BinaryProduct, binaryInstruction } from "../binary-product.ts";
import { bytes, type Offset } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { type ScaledOutput, scaledWords } from "../product-output.ts";

/** `out = clamp(roundHalfEven(y), ±127)` as int8, see {@link ScaledOutput}; NaN becomes 0. */
export interface BgemmInt8 extends BinaryProduct, ScaledOutput {
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
