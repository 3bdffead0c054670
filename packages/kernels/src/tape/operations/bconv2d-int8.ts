import { resolveConvolution } from "../../convolution-shape.ts";
import { bconv2dInt8_1x1__js } from "../../js/bconv2d.ts";
import {
  convolutionInstruction,
  convolutionKernels,
  type ScaledConvolution,
  scaledPixelWords,
} from "../binary-convolution.ts";
import { bytes, type Offset } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out = clamp(roundHalfEven(y), ±127)` as int8, see {@link ScaledConvolution}; NaN becomes 0. */
export interface Bconv2dInt8 extends ScaledConvolution {
  /** int8 [images, outHeight, outWidth, outFeatures] */
  readonly out: Offset;
}

export const bconv2dInt8: Operation<Bconv2dInt8> = {
  opcode: 50,
  instruction: (where, o) =>
    convolutionInstruction(where, o, resolveConvolution(where, o), [
      ...scaledPixelWords(where, o),
      bytes(where, "out", o.out),
    ]),
  js: bconv2dInt8_1x1__js,
  simd: convolutionKernels,
};
