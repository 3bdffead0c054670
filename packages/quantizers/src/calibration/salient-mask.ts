import { checkFinite } from "@bnnkit/core";
import { columnGroups } from "./column-groups.ts";

/** Columns of a matrix, `groupSize` of which have a threshold of their own. */
export interface SalientMaskOptions {
  readonly columns: number;
  readonly groupSize: number;
}

/** Which weights are salient: 1 for those whose saliency is above that of index `⌊(1 − share)·count⌋` in rising order, over all
 *  of them. So the binarized ones are at least one more than their share, and with a share of 1 all but the least are kept.
 *
 *  The rule of PB-GPTQ: Shang et al. 2023, https://arxiv.org/abs/2310.00034; hahnyuan/PB-LLM
 *  @param groups  default: one threshold for all
 *  @throws RangeError if `share` is not in 0 … 1, a saliency not finite, or sizes are no positive integers. */
export function salientMask(
  saliency: ArrayLike<number>,
  share: number,
  groups?: SalientMaskOptions,
): Uint8Array {
  const where = "salientMask";
  checkShareOfWeights(where, share);
  checkFinite(where, "saliency", saliency);
  const columns = groups?.columns ?? saliency.length;
  const { size, count } = columnGroups(where, columns, groups?.groupSize);
  const groupOf = (i: number): number => Math.floor((i % columns) / size);
  const thresholds = Array.from({ length: count }, (_, group) => {
    const sorted = Float64Array.from(saliency)
      .filter((__, i) => groupOf(i) === group)
      .sort();
    return sorted[Math.min(Math.floor(sorted.length * (1 - share)), sorted.length - 1)];
  });
  return Uint8Array.from(saliency, (value, i) => (value > thresholds[groupOf(i)] ? 1 : 0));
}

/** Which weights are salient by both tails of their values, half of the share in each: 1 for those below the k-th smallest
 *  with k = `⌊count·share/2⌋`, and above that with k = `⌊count·(1 − share/2)⌋`; k counts from one, and at 0 there is no tail.
 *
 *  The rule of PB-LLM's training, of which the mask stays as it is: hahnyuan/PB-LLM
 *  @throws RangeError if `share` is not in 0 … 1, or a value not finite. */
export function salientTails(values: ArrayLike<number>, share: number): Uint8Array {
  const where = "salientTails";
  checkShareOfWeights(where, share);
  checkFinite(where, "values", values);
  const sorted = Float64Array.from(values).sort();
  const lowest = Math.floor(sorted.length * (share / 2));
  const highest = Math.floor(sorted.length * (1 - share / 2));
  const below = lowest === 0 ? Number.NEGATIVE_INFINITY : sorted[lowest - 1];
  const above = highest === 0 ? Number.POSITIVE_INFINITY : sorted[highest - 1];
  return Uint8Array.from(values, (value) => (value < below || value > above ? 1 : 0));
}

function checkShareOfWeights(where: string, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new RangeError(`${where}: share must be in 0 … 1, got ${share}`);
}
