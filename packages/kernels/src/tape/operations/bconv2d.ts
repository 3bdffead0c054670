import { resolveConvolution } from "../../convolution-shape.ts";
import { bconv2d_1x1__js } from "../../js/bconv2d.ts";
import {
  convolutionInstruction,
  convolutionKernels,
  type ScaledConvolution,
  scaledPixelWords,
} from "../binary-convolution.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out = y` as float32, see {@link ScaledConvolution}. */
export interface Bconv2d extends ScaledConvolution {
  /** float32 [images, outHeight, outWidth, outFeatures] */
  readonly out: Offset;
}

export const bconv2d: Operation<Bconv2d> = {
  opcode: 48,
  instruction: (where, o) =>
    convolutionInstruction(where, o, resolveConvolution(where, o), [
      ...scaledPixelWords(where, o),
      words(where, "out", o.out),
    ]),
  js: bconv2d_1x1__js,
  simd: convolutionKernels,
};
