import { type Batch, padRows } from "./batch.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { withScope } from "./scope.ts";
import { decodeTarget } from "./teacher-forcing.ts";

/** A source and its target, begin … end. */
export interface SentencePair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** Pads sentence pairs to one batch. */
export function batchOfPairs(pairs: readonly SentencePair[], padding: number): Batch {
  const source = padRows(
    pairs.map((pair) => pair.source),
    padding,
  );
  const target = padRows(
    pairs.map((pair) => pair.target),
    padding,
  );
  return {
    source: source.ids,
    sourceLength: source.length,
    target: target.ids,
    targetLength: target.length,
    size: pairs.length,
    padding,
  };
}

/** `log p(t₍ᵢ₊₁₎ | source, t₀ … tᵢ)` for each pair, natural logarithm: one less than the target has tokens.
 *  @throws RangeError if a pair does not fit the configuration */
export function targetLogProbabilities(
  pass: ForwardPass,
  pairs: readonly SentencePair[],
  padding: number,
): Float32Array[] {
  const batch = batchOfPairs(pairs, padding);
  const length = batch.targetLength - 1;
  const { logits, labels } = withScope(() => {
    const { hidden, target } = decodeTarget(pass, batch);
    return { logits: pass.arithmetic.logits(hidden).dataSync(), labels: target.labels };
  });
  const columns = logits.length / labels.length;
  return pairs.map(({ target }, sentence) =>
    Float32Array.from({ length: target.length - 1 }, (_, t) => {
      const row = sentence * length + t;
      const values = logits.subarray(row * columns, (row + 1) * columns);
      return values[labels[row]] - logSumExp(values);
    }),
  );
}

function logSumExp(values: ArrayLike<number>): number {
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) maximum = Math.max(maximum, values[i]);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - maximum);
  return maximum + Math.log(sum);
}
