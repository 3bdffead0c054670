import { bconv2dInt32 } from "@bnnkit/kernels/reference";
import type { Expectation } from "../expectation.ts";
import { kernelShapeOf, operationsOf, outputSizeOf, paddingOf } from "./convolution-layer.ts";
import type { ConvolutionOperands } from "./convolution-operands.ts";

/** Convolutions up to this many operations are compared whole, larger ones in a sample of pixels and channels. */
const WHOLE_OPERATIONS = 2 ** 25;

/** Computes what arms are compared with, in ±1 arithmetic and without tolerance: all of a small convolution, of a large
 *  one four pixels in all channels and four channels in all pixels, the first and the last among them. */
export function expectConvolution(operands: ConvolutionOperands): Expectation {
  const { layer } = operands;
  const [outHeight, outWidth] = outputSizeOf(layer);
  const [pixels, channels] = [outHeight * outWidth, layer.outFeatures];
  const positions: number[] = [];
  const values: number[] = [];
  const isWhole = operationsOf(layer) <= WHOLE_OPERATIONS;
  for (const channel of isWhole ? range(channels) : sample(channels)) {
    convolveChannel(operands, channel).forEach((value, pixel) => {
      positions.push(pixel * channels + channel);
      values.push(value);
    });
  }
  for (const pixel of isWhole ? [] : sample(pixels)) {
    const [y, x] = [Math.floor(pixel / outWidth), pixel % outWidth];
    convolvePixel(operands, y, x).forEach((value, channel) => {
      positions.push(pixel * channels + channel);
      values.push(value);
    });
  }
  const place = (position: number): string => {
    const pixel = Math.floor(position / channels);
    return `row ${Math.floor(pixel / outWidth)}, column ${pixel % outWidth}, channel ${position % channels}`;
  };
  return { length: pixels * channels, positions, values, place };
}

/** One channel in all pixels. */
function convolveChannel(
  { layer, map, weights }: ConvolutionOperands,
  channel: number,
): Int32Array {
  const length = weights.length / layer.outFeatures;
  return bconv2dInt32({
    ...kernelShapeOf(layer),
    ...{ map, images: 1, outFeatures: 1 },
    weights: weights.subarray(channel * length, (channel + 1) * length),
  });
}

/** One pixel in all channels: the convolution of what lies under the kernel, padded as far as it leaves the map. */
function convolvePixel(
  { layer, map, weights }: ConvolutionOperands,
  y: number,
  x: number,
): Int32Array {
  const { height, width, inFeatures, kernel, stride } = layer;
  const { top: margin } = paddingOf(layer);
  const rows = span(y * stride - margin, kernel, height);
  const columns = span(x * stride - margin, kernel, width);
  const pixels: number[] = [];
  for (let row = rows.from; row < rows.to; row++) {
    const at = (row * width + columns.from) * inFeatures;
    pixels.push(...map.subarray(at, at + (columns.to - columns.from) * inFeatures));
  }
  return bconv2dInt32({
    ...{ ...kernelShapeOf(layer), strides: [1, 1], map: pixels, weights, images: 1 },
    height: rows.to - rows.from,
    width: columns.to - columns.from,
    padding: {
      ...{ value: 0, top: rows.before, bottom: rows.behind },
      ...{ left: columns.before, right: columns.behind },
    },
  });
}

/** The part of `start` … `start + length − 1` inside 0 … `size − 1`, and how much lies before and behind it. */
function span(
  start: number,
  length: number,
  size: number,
): { from: number; to: number; before: number; behind: number } {
  const [from, to] = [Math.max(0, start), Math.min(size, start + length)];
  return { from, to, before: from - start, behind: start + length - to };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** The first, the last and two between; all of them where there are no more than four. */
function sample(length: number): number[] {
  const wanted = [0, Math.floor(length / 3), Math.floor((2 * length) / 3) + 1, length - 1];
  return [...new Set(wanted.filter((i) => i < length))];
}
