import { roundHalfEven } from "@bnnkit/core";
import {
  type ConvolutionShape,
  type PoolShape,
  type ResolvedConvolution,
  resolveConvolution,
  windowOfPool,
} from "../convolution-shape.ts";
import type { ScaledOutput, SignOutput } from "./bgemm.ts";
import { maxPool2d } from "./map-pool.ts";
import type { MapReference } from "./patches.ts";

/** Operands of {@link bconv2d} in ±1 arithmetic, channels last. */
export interface Bconv2dReference extends ConvolutionShape {
  /** images × height × width × inFeatures values ±1 */
  readonly map: ArrayLike<number>;
  /** outFeatures × kernelHeight × kernelWidth × inFeatures/groups values ±1 */
  readonly weights: ArrayLike<number>;
  readonly images: number;
}

/** The scales of {@link bconv2d}. */
export interface ScaledConvolutionOutput extends Omit<ScaledOutput, "rowScales"> {
  /** [images × outHeight × outWidth] Default 1. */
  readonly pixelScales?: ArrayLike<number>;
}

/** `out[y,x,n] = Σ_ty Σ_tx Σ_c map[y·stride − top + ty·dilation, x·stride − left + tx·dilation, c]·weights[n,ty,tx,c]`. */
export function bconv2dInt32(operands: Bconv2dReference): Int32Array {
  const { images } = operands;
  const shape = resolveConvolution("bconv2dInt32", operands);
  const { outHeight, outWidth, outFeatures } = shape;
  const out = new Int32Array(images * outHeight * outWidth * outFeatures);
  let at = 0;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let n = 0; n < outFeatures; n++) out[at++] = dot(operands, shape, image, y, x, n);
      }
    }
  }
  return out;
}

function dot(
  { map, weights }: Bconv2dReference,
  shape: ResolvedConvolution,
  image: number,
  y: number,
  x: number,
  n: number,
): number {
  const { height, width, inFeatures, outFeatures, kernelSize, groups, groupFeatures } = shape;
  const { strides, dilations, padding } = shape;
  const [kernelHeight, kernelWidth] = kernelSize;
  const firstChannel = groupFeatures * Math.floor((n * groups) / outFeatures);
  let sum = 0;
  for (let ty = 0; ty < kernelHeight; ty++) {
    for (let tx = 0; tx < kernelWidth; tx++) {
      const row = y * strides[0] - padding.top + ty * dilations[0];
      const column = x * strides[1] - padding.left + tx * dilations[1];
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      const pixel = ((image * height + row) * width + column) * inFeatures + firstChannel;
      const tap = ((n * kernelHeight + ty) * kernelWidth + tx) * groupFeatures;
      for (let c = 0; c < groupFeatures; c++) {
        sum += (isInside ? map[pixel + c] : padding.value) * weights[tap + c];
      }
    }
  }
  return sum;
}

/**
 * `out = dot·pixelScales·columnScales[n] + bias[n]`; negative outputs are multiplied by `slopes[n]` where there are
 * slopes, and 0 with `relu`.
 */
export function bconv2d(operands: Bconv2dReference & ScaledConvolutionOutput): Float64Array {
  const { outFeatures, pixelScales, columnScales, bias, slopes, relu = false } = operands;
  return Float64Array.from(bconv2dInt32(operands), (sum, i) => {
    const [pixel, n] = [Math.floor(i / outFeatures), i % outFeatures];
    const y = sum * (pixelScales?.[pixel] ?? 1) * columnScales[n] + (bias?.[n] ?? 0);
    const sloped = y < 0 ? y * (slopes?.[n] ?? 1) : y;
    return relu ? Math.max(sloped, 0) : sloped;
  });
}

/**
 * The same as int8, every operation rounded to float32 as the kernels do, since a last bit may decide a tie:
 * `out = clamp(roundHalfEven(y), ±127)`, NaN as 0.
 */
export function bconv2dInt8(operands: Bconv2dReference & ScaledConvolutionOutput): Int8Array {
  const { outFeatures, pixelScales, columnScales, bias, slopes, relu = false } = operands;
  const { fround } = Math;
  return Int8Array.from(bconv2dInt32(operands), (sum, i) => {
    const [pixel, n] = [Math.floor(i / outFeatures), i % outFeatures];
    let y = fround(sum * fround((pixelScales?.[pixel] ?? 1) * columnScales[n]));
    if (bias !== undefined) y = fround(y + bias[n]);
    if (slopes !== undefined && y < 0) y = fround(y * slopes[n]);
    if (relu && y < 0) y = 0;
    return Number.isNaN(y) ? 0 : Math.max(-127, Math.min(127, roundHalfEven(y)));
  });
}

/** `out = sign(scales[n]·(max dot) + bias[n])` as ±1, where 0 is positive; the maximum over the pool's windows. */
export function bconv2dSign(
  operands: Bconv2dReference & SignOutput & { readonly pool?: PoolShape },
): Int8Array {
  const { images, outFeatures, scales, bias, pool = { size: [1, 1] } } = operands;
  const { outHeight, outWidth } = resolveConvolution("bconv2dSign", operands);
  const dots: MapReference = {
    ...{ map: bconv2dInt32(operands), images, height: outHeight, width: outWidth },
    features: outFeatures,
  };
  return Int8Array.from(maxPool2d({ ...dots, window: windowOfPool(pool) }), (sum, i) => {
    const n = i % outFeatures;
    return scales[n] * sum + bias[n] < 0 ? -1 : 1;
  });
}
