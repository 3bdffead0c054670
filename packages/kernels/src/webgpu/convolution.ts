import { checkEqual, checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import type { Call } from "./shaders/bindings.ts";

/** Pixels added around a map. */
export interface Padding {
  readonly top?: number;
  readonly left?: number;
  readonly bottom?: number;
  readonly right?: number;
}

/**
 * A 2-D convolution of channels-last maps.
 *
 * The map [batch, height, width, channels] is a matrix of batch·height·width rows of `channels` bits; the filters
 * [outChannels, kernelHeight, kernelWidth, channels / groups] one of outChannels·kernelHeight·kernelWidth rows.
 */
export interface Convolution {
  /** 1 unless told */
  readonly batch?: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  /** [vertical, horizontal], 1 unless told */
  readonly stride?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  /** None unless told: only where the kernel fits ("valid") */
  readonly padding?: Padding;
  /** What lies in the padding: +1 (`"one"`, unless told), or true zeros, which add nothing. */
  readonly padWith?: "one" | "zero";
  /** Channels are split into so many groups, each seen by as many of the filters; 1 unless told. */
  readonly groups?: number;
}

/** A convolution with all its sizes. */
export interface ConvolutionPlan {
  readonly call: Call;
  /** batch·outHeight·outWidth */
  readonly outPixels: number;
  readonly outChannels: number;
}

/** Rows and columns of a matrix. */
interface Size {
  readonly rows: number;
  readonly cols: number;
}

/** The sizes of a convolution's output: ⌊(size + padding − (kernel − 1)·dilation − 1) / stride⌋ + 1 each way.
 *  @throws RangeError where kernel, map and filters do not fit each other. */
export function planConvolution(
  where: string,
  map: Size,
  filters: Size,
  convolution: Convolution,
): ConvolutionPlan {
  const { batch = 1, height, width, kernelHeight, kernelWidth, groups = 1 } = convolution;
  const [strideY, strideX] = convolution.stride ?? [1, 1];
  const [dilationY, dilationX] = convolution.dilation ?? [1, 1];
  const { top = 0, left = 0, bottom = 0, right = 0 } = convolution.padding ?? {};
  const positive = { batch, height, width, kernelHeight, kernelWidth, groups };
  const steps = { strideY, strideX, dilationY, dilationX };
  for (const [name, value] of Object.entries({ ...positive, ...steps })) {
    checkPositiveInteger(where, name, value);
  }
  for (const [name, value] of Object.entries({ top, left, bottom, right })) {
    checkIntegerBetween(where, `padding.${name}`, value, 0, 2 ** 16);
  }
  const { padWith = "one" } = convolution;
  if (padWith !== "one" && padWith !== "zero") {
    throw new TypeError(`${where}: padWith must be "one" or "zero", got ${padWith}`);
  }
  const taps = kernelHeight * kernelWidth;
  checkEqual(where, "map.rows", map.rows, "batch·height·width", batch * height * width);
  checkEqual(where, "map.cols", map.cols, "groups·filters.cols", groups * filters.cols);
  const outChannels = filters.rows / taps;
  if (!Number.isInteger(outChannels / groups)) {
    throw new RangeError(
      `${where}: filters.rows (${filters.rows}) must be a multiple of kernelHeight·kernelWidth·groups (${taps * groups})`,
    );
  }
  const outHeight = outputs(
    where,
    "height",
    height + top + bottom,
    kernelHeight,
    dilationY,
    strideY,
  );
  const outWidth = outputs(where, "width", width + left + right, kernelWidth, dilationX, strideX);
  const outPixels = batch * outHeight * outWidth;
  const wordsPerTap = Math.ceil(filters.cols / 32);
  const call: Call = {
    ...{ height, width, outHeight, outWidth, kernelHeight, kernelWidth, ...steps },
    ...{ padTop: top, padLeft: left, padsWithZero: padWith === "zero" ? 1 : 0 },
    ...{ rows: outPixels, columns: outChannels / groups, slices: groups },
    ...{ channels: filters.cols, features: taps * filters.cols },
    ...{ words: taps * wordsPerTap, wordsPerTap },
  };
  return { call, outPixels, outChannels };
}

function outputs(
  where: string,
  name: string,
  size: number,
  kernel: number,
  dilation: number,
  stride: number,
): number {
  const reach = (kernel - 1) * dilation + 1;
  if (reach > size) {
    throw new RangeError(
      `${where}: the kernel must fit into the padded map, got ${name} ${reach} over ${size}`,
    );
  }
  return Math.floor((size - reach) / stride) + 1;
}
