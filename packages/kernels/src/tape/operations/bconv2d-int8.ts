import { resolveConvolution } from "../../convolution-shape.ts";
import { bconv2dInt8_1x1__js } from "../../js/bconv2d.ts";
import {
  convolutionInstruction,
  convolutionKernels,
  type ScaledConvolution,
  scaledPixelWords,
} from "../binary-convolution.ts";
import type { Operation } from "../operation.ts";
import { digitWords, type Int8Output } from "../product-output.ts";

/** `y` of the sums `dot` in digits of a step, see {@link ScaledConvolution}, {@link Int8Output}; its rows are pixels. */
export interface Bconv2dInt8 extends ScaledConvolution, Omit<Int8Output, "rowScales"> {}

export const bconv2dInt8: Operation<Bconv2dInt8> = {
  opcode: 50,
  instruction: (where, o) =>
    convolutionInstruction(where, o, resolveConvolution(where, o), [
      ...scaledPixelWords(where, o),
      ...digitWords(where, o),
    ]),
  js: bconv2dInt8_1x1__js,
  simd: convolutionKernels,
};
