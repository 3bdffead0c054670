import {
  type ConvolutionShape,
  type PoolShape,
  type ResolvedConvolution,
  resolveConvolution,
  windowOfPool,
} from "../convolution-shape.ts";
import type { SignOutput } from "./bgemm.ts";
import { maxPool2d } from "./map-pool.ts";
import type { MapReference } from "./patches.ts";
import { type Int8Output, type ScaledOutput, scaleSums, sumsToInt8 } from "./product-output.ts";

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

/** The same, as {@link scaleSums} scales it; its rows are pixels. */
export function bconv2d(operands: Bconv2dReference & ScaledConvolutionOutput): Float64Array {
  return scaleSums(bconv2dInt32(operands), operands.outFeatures, ofPixels(operands));
}

/** The same, as {@link sumsToInt8} rounds it. */
export function bconv2dInt8(
  operands: Bconv2dReference & ScaledConvolutionOutput & Omit<Int8Output, "rowScales">,
): Int8Array {
  return sumsToInt8(bconv2dInt32(operands), operands.outFeatures, ofPixels(operands));
}

function ofPixels({ pixelScales, ...output }: ScaledConvolutionOutput): ScaledOutput {
  return { ...output, ...(pixelScales !== undefined && { rowScales: pixelScales }) };
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
