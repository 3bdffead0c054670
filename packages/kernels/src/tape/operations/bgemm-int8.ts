import { bgemmInt8_1x1__js } from "../../js/bgemm.ts";
import { type BinaryProduct, binaryInstruction } from "../binary-product.ts";
import type { Operation } from "../operation.ts";
import { type Int8Output, int8Words } from "../product-output.ts";

/** `y` of the sums `dot` in digits of a step, see {@link BinaryProduct}, {@link Int8Output}. */
export interface BgemmInt8 extends BinaryProduct, Int8Output {}

export const bgemmInt8: Operation<BgemmInt8> = {
  opcode: 18,
  instruction: (where, o, target) => binaryInstruction(where, o, target, int8Words(where, o)),
  js: bgemmInt8_1x1__js,
  simd: [],
};
