import { bgemmInt32_1x1__js } from "../../js/bgemm.ts";
import { type BinaryProduct, binaryInstruction } from "../binary-product.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out[m,n] = K − 2·popcount(bits[m] ⊕ weights[n])` as int32. */
export interface BgemmInt32 extends BinaryProduct {
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

export const bgemmInt32: Operation<BgemmInt32> = {
  opcode: 6,
  instruction: (where, o, target) =>
    binaryInstruction(where, o, target, [words(where, "out", o.out)]),
  js: bgemmInt32_1x1__js,
  simd: [],
};
