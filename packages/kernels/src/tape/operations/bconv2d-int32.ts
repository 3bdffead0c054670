import { resolveConvolution } from "../../convolution-shape.ts";
import { bconv2dInt32_1x1__js } from "../../js/bconv2d.ts";
import {
  type BinaryConvolution,
  convolutionInstruction,
  convolutionKernels,
} from "../binary-convolution.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out = dot` as int32. */
export interface Bconv2dInt32 extends BinaryConvolution {
  /** int32 [images, outHeight, outWidth, outFeatures] */
  readonly out: Offset;
}

export const bconv2dInt32: Operation<Bconv2dInt32> = {
  opcode: 49,
  instruction: (where, o) =>
    convolutionInstruction(where, o, resolveConvolution(where, o), [words(where, "out", o.out)]),
  js: bconv2dInt32_1x1__js,
  simd: convolutionKernels,
};
