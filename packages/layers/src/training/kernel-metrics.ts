import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import type { KernelLayer } from "../kernel-layer.ts";
import { type Histogram, histogramOf } from "./histogram.ts";

/** What a quantized kernel is like during training. */
export interface KernelMetrics {
  /** Name of its layer. */
  readonly layer: string;
  /** Share of the weights, 0 … 1, of which a digit differs from that of the last measurement: of signs, those that flipped.
   *  Bop's figure is `log(flipRatio + e⁻⁹)` of one step (Helwegen et al. 2019, https://arxiv.org/abs/1906.02107, §5). */
  readonly flipRatio: number;
  /** Share of the latent weights, 0 … 1, whose magnitude is the greatest that `kernelClip` allows; null where it allows any.
   *  Weights there wait for a gradient the other way (Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.4). */
  readonly saturation: number | null;
  /** Of the latent weights, over −clip … clip, or over what there is where no clip is. */
  readonly weights: Histogram;
  /** Of the scales of all terms that depend on the weights; null where all are constants. */
  readonly scales: Histogram | null;
}

/** The digits of a kernel as it is quantized now, of each term: tensors that the caller disposes of.
 *  @throws RangeError if the layer has no quantizer of the kernel. */
export function digitsOf(layer: KernelLayer): readonly tf.Tensor[] {
  return tf.tidy(() =>
    quantizerOf(layer)
      .encode(layer.kernel)
      // A clone, as they may be the latent kernel itself.
      .map(({ digits }) => tf.clone(digits)),
  );
}

/** Measures a kernel.
 *  @param before  its digits at the last measurement
 *  @param after  its digits now
 *  @param bins  of the histograms */
export async function measureKernel(
  layer: KernelLayer,
  before: readonly tf.Tensor[],
  after: readonly tf.Tensor[],
  bins: number,
): Promise<KernelMetrics> {
  const { latentClip, kernel } = layer;
  const clip = latentClip === null ? null : Math.fround(latentClip);
  const flips = await shareOf(() =>
    after.map((digits, i) => tf.notEqual(digits, before[i])).reduce((a, b) => tf.logicalOr(a, b)),
  );
  const saturation =
    clip === null ? null : await shareOf(() => tf.greaterEqual(tf.abs(kernel), clip));
  const range = clip === null ? undefined : ([-clip, clip] as const);
  const scales = await scalesOf(layer);
  return {
    layer: layer.name,
    flipRatio: flips,
    saturation,
    weights: histogramOf(await kernel.data(), { bins, range }),
    scales: scales && histogramOf(scales, { bins }),
  };
}

/** Of the elements of what is true. */
async function shareOf(isTrue: () => tf.Tensor): Promise<number> {
  const { count, size } = tf.tidy(() => {
    const each = isTrue();
    return { count: tf.sum(tf.cast(each, "int32")), size: each.size };
  });
  const [trues] = await count.data();
  count.dispose();
  return trues / size;
}

async function scalesOf(layer: KernelLayer): Promise<ArrayLike<number> | null> {
  const quantizer = quantizerOf(layer);
  const isRow = quantizer.code.map(({ scale }) => scale === "row");
  if (!isRow.includes(true)) return null;
  const scales = tf.tidy(() => {
    const terms = quantizer.encode(layer.kernel).filter((_, term) => isRow[term]);
    return tf.concat(terms.map(({ scale }) => tf.reshape(scale, [-1])));
  });
  const values = await scales.data();
  scales.dispose();
  return values;
}

function quantizerOf(layer: KernelLayer): Quantizer {
  const { kernelQuantizer } = layer;
  if (kernelQuantizer) return kernelQuantizer;
  throw new RangeError(`${layer.name}: no quantizer of the kernel`);
}
