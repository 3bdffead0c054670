import { packBipolar } from "@bnnkit/core";
import {
  type BinaryConvolution,
  createKernels,
  type Isa,
  type Kernels,
  packConvolution,
  TapeBuilder,
} from "@bnnkit/kernels";
import { copyFloats, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import { kernelShapeOf, outputSizeOf } from "./convolution-layer.ts";
import type { ConvolutionOperands } from "./convolution-operands.ts";

/** Bits in, int32 out: the bare convolution. */
export async function prepareBits(
  name: string,
  isa: Isa,
  operands: ConvolutionOperands,
): Promise<Arm> {
  const kernels = await createKernels({ isa });
  const { layer, map } = operands;
  const pixels = layer.height * layer.width;
  const bits = copyWords(kernels, packBipolar(map, pixels, layer.inFeatures).words);
  const size = outputLength(operands);
  const out = kernels.allocate(4 * size);
  const tape = new TapeBuilder(kernels)
    .bconv2dInt32({ ...copyConvolution(kernels, operands, bits), out })
    .build();
  return {
    name,
    run: () => kernels.run(tape),
    result: () => kernels.int32(out, size),
    dispose: () => kernels.dispose(),
  };
}

/** Floats in, floats out, as a layer does it: pack the signs, convolve, scale. With scales of 1 the floats that come out
 *  are the integers of the bare convolution. */
export async function prepareFloats(
  name: string,
  isa: Isa,
  operands: ConvolutionOperands,
): Promise<Arm> {
  const kernels = await createKernels({ isa });
  const { height, width, inFeatures, outFeatures } = operands.layer;
  const pixels = height * width;
  const x = copyFloats(kernels, Float32Array.from(operands.map));
  const bits = kernels.allocate(16 * pixels * Math.ceil(inFeatures / 128));
  const columnScales = copyFloats(kernels, new Float32Array(outFeatures).fill(1));
  const size = outputLength(operands);
  const out = kernels.allocate(4 * size);
  const convolution = copyConvolution(kernels, operands, bits);
  const tape = new TapeBuilder(kernels)
    .signPackShift({ x, rows: copyWords(kernels, [pixels]), features: inFeatures, bits })
    .bconv2d({ ...convolution, columnScales, out })
    .build();
  return {
    name,
    run: () => kernels.run(tape),
    result: () => kernels.float32(out, size),
    dispose: () => kernels.dispose(),
  };
}

function outputLength({ layer }: ConvolutionOperands): number {
  const [height, width] = outputSizeOf(layer);
  return height * width * layer.outFeatures;
}

function copyConvolution(
  kernels: Kernels,
  { layer, weights }: ConvolutionOperands,
  bits: number,
): BinaryConvolution {
  const shape = kernelShapeOf(layer);
  const { outFeatures } = layer;
  const matrix = packBipolar(weights, outFeatures, weights.length / outFeatures);
  const { lanes, tapCounts } = packConvolution(matrix, shape);
  return {
    ...{ ...shape, bits },
    weights: copyWords(kernels, lanes),
    tapCounts: copyWords(kernels, tapCounts),
    images: copyWords(kernels, [1]),
  };
}
