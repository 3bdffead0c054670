import { attention_1x1__js } from "../../js/attention.ts";
import { type Keys, keyWords } from "../keys.ts";
import { flag, float, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofKeys } from "../split.ts";

/**
 * Per row r and head h: `out = Σ_j p_j·v_j`, `p = softmax_j(q·k_j/√headFeatures)`, 0 ≤ j < keyCount[r].
 *
 * Key j of row r is row `keyIndex[r·keyIndexStride + j]` of `k` and `v`, or `keyStart[r] + j` without `keyIndex`.
 * No key gives a row of zeros. With `rounded`, p_j becomes `step·min(round(p_j/step), most)`, ties to even: the unsigned numbers
 * of several bits of BiT (Liu et al. 2022). With `binary`, p_j becomes `(max p + 2^−23)/2`, the one-bit quantizer of BMT on
 * probabilities, which are never negative; queries, keys and values are made ±s/2 by `binarize` before. With fewer heads of
 * keys than of queries, as many queries next to each other share one.
 */
export interface Attention extends Keys {
  /** float32 [rows, heads·headFeatures] */
  readonly q: Offset;
  /** float32 [·, keyHeads·headFeatures] */
  readonly k: Offset;
  /** float32 [·, keyHeads·headFeatures] */
  readonly v: Offset;
  /** float32 [rows, heads·headFeatures] */
  readonly out: Offset;
  readonly heads: number;
  readonly headFeatures: number;
  /** Of keys and values; a divisor of `heads`, by default as many. */
  readonly keyHeads?: number;
  readonly binary?: boolean;
  /** The steps that probabilities become; absent: they stay real. */
  readonly rounded?: { readonly step: number; readonly most: number };
}

export const attention: Operation<Attention> = {
  opcode: 12,
  instruction: (where, o) => ({
    words: [
      words(where, "q", o.q),
      words(where, "k", o.k),
      words(where, "v", o.v),
      words(where, "out", o.out),
      words(where, "rows", o.rows),
      size(where, "heads", o.heads),
      size(where, "headFeatures", o.headFeatures),
      ...keyWords(where, o),
      float(where, "1/√headFeatures", 1 / Math.sqrt(o.headFeatures)),
      flag(o.binary),
      keyHeadsOf(where, o),
      ...roundedWords(where, o),
    ],
    split: ofKeys(o, o.heads * o.headFeatures),
    // A weight and a byte offset for each key, in whole vectors.
    scratchBytes: 2 * 16 * Math.ceil(o.maximumKeys / 4),
  }),
  js: attention_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};

/** `most` 0 leaves probabilities as they are. */
function roundedWords(where: string, { rounded, binary }: Attention): readonly [number, number] {
  if (rounded === undefined) return [0, 0];
  const { step, most } = rounded;
  if (!(step > 0) || binary) {
    throw new RangeError(
      `${where}: rounded must have a positive step and stand without binary, got ${step}`,
    );
  }
  return [float(where, "rounded.step", step), size(where, "rounded.most", most)];
}

function keyHeadsOf(where: string, { heads, keyHeads = heads }: Attention): number {
  if (heads % size(where, "keyHeads", keyHeads) === 0) return keyHeads;
  throw new RangeError(`${where}: keyHeads must divide heads (${heads}), got ${keyHeads}`);
}
