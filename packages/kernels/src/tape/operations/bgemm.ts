import { bgemm_1x1__js } from "../../js/bgemm.ts";
import { type BinaryProduct, binaryInstruction } from "../binary-product.ts";
import type { Operation } from "../operation.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";

/** `out = y` as float32 of the sums `dot`, see {@link BinaryProduct}, {@link ScaledOutput}. */
export interface Bgemm extends BinaryProduct, FloatOutput {}

export const bgemm: Operation<Bgemm> = {
  opcode: 5,
  instruction: (where, o, target) => binaryInstruction(where, o, target, floatWords(where, o)),
  js: bgemm_1x1__js,
  simd: [],
};
