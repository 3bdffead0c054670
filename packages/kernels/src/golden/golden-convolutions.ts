import { foldThresholds, packBipolar, wordsPerRow } from "@bnnkit/core";
import {
  type ConvolutionShape,
  convolutionOutputSize,
  type PoolShape,
  samePadding,
} from "../convolution-shape.ts";
import { packConvolution } from "../pack-convolution.ts";
import type { BinaryConvolution } from "../tape/binary-convolution.ts";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import type { GoldenData } from "./golden-data.ts";

/** Convolutions of every kind: borders of zeros, strides, dilations, groups, depthwise, one tap, pooled. */
export function writeGoldenConvolutions(tape: TapeBuilder, data: GoldenData): void {
  const plain = {
    height: 3,
    width: 4,
    inFeatures: 34,
    outFeatures: 81,
    kernelSize: [3, 3],
  } as const;
  const grouped = { height: 5, width: 6, inFeatures: 22, outFeatures: 18, groups: 2 } as const;
  const apart = { kernelSize: [2, 3], strides: [2, 1], dilations: [1, 2] } as const;
  const depthwise = { ...plain, inFeatures: 129, outFeatures: 129, groups: 129 };
  writeOutputs(tape, data, { ...plain, padding: samePadding(plain, 0) });
  writeSigns(tape, data, { ...grouped, ...apart }, 2);
  writeSigns(tape, data, { ...plain, padding: samePadding(plain, 1) }, 1, { size: [2, 2] });
  writeSigns(tape, data, { ...depthwise, padding: samePadding(depthwise, 0) }, 1, { size: [2, 3] });
  writeSigns(tape, data, { ...plain, kernelSize: [1, 1] }, 1);
}

function writeOutputs(tape: TapeBuilder, data: GoldenData, shape: ConvolutionShape): void {
  const { outFeatures } = shape;
  const operands = convolutionOperands(data, shape, 1);
  const [height, width] = convolutionOutputSize(shape);
  const size = height * width * outFeatures;
  const scaled = {
    pixelScales: data.floats(data.random(height * width)),
    columnScales: data.floats(data.random(outFeatures)),
    bias: data.floats(data.random(outFeatures)),
    slopes: data.floats(data.random(outFeatures)),
  };
  tape
    .bconv2dInt32({ ...operands, out: data.intOutput("bconv2dInt32", size) })
    .bconv2d({ ...operands, ...scaled, out: data.floatOutput("bconv2d", size) })
    .bconv2dInt8({
      ...{ ...operands, ...scaled },
      out: data.intOutput("bconv2dInt8", Math.ceil(size / 4)),
    });
}

/** Signs, and what a pool makes of them. */
function writeSigns(
  tape: TapeBuilder,
  data: GoldenData,
  shape: ConvolutionShape,
  images: number,
  pool?: PoolShape,
): void {
  const { outFeatures, kernelSize, groups = 1 } = shape;
  const operands = convolutionOperands(data, shape, images);
  const { thresholds, flips } = foldThresholds({
    scales: data.random(outFeatures),
    bias: data.random(outFeatures),
    inFeatures: (kernelSize[0] * kernelSize[1] * shape.inFeatures) / groups,
  });
  const fold = { thresholds: data.ints(thresholds), flips: data.ints(flips) };
  const [height, width] = convolutionOutputSize(shape);
  const words = images * height * width * wordsPerRow(outFeatures);
  const signs = data.intOutput("bconv2dSign", words);
  const map = { bits: signs, images: operands.images, height, width, features: outFeatures };
  const pooled = data.intOutput("bmaxPool2d", words);
  tape
    .bconv2dSign({ ...operands, ...fold, out: signs })
    .bmaxPool2d({ ...map, size: [2, 2], strides: [1, 1], kind: "bipolar", out: pooled });
  if (pool === undefined) return;
  tape.bconv2dSign({ ...operands, ...fold, pool, out: data.intOutput("bconv2dSign", words) });
}

function convolutionOperands(
  data: GoldenData,
  shape: ConvolutionShape,
  images: number,
): BinaryConvolution {
  const { height, width, inFeatures, outFeatures, kernelSize, groups = 1 } = shape;
  const length = (kernelSize[0] * kernelSize[1] * inFeatures) / groups;
  const pixels = images * height * width;
  const map = packBipolar(data.random(pixels * inFeatures), pixels, inFeatures);
  const weights = packBipolar(data.random(outFeatures * length), outFeatures, length);
  const { lanes, tapCounts } = packConvolution(weights, shape);
  return {
    ...shape,
    bits: data.ints(map.words),
    weights: data.ints(lanes),
    tapCounts: data.ints(tapCounts),
    images: data.ints([images]),
  };
}
