import { bitAttention_1x1__js } from "../../js/bit-attention.ts";
import { type Keys, keyWords } from "../keys.ts";
import { KEEP_ABOVE, KEEP_ALL, KEEP_POSITIVE, KEEP_SHARE } from "../layout.ts";
import { float, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofKeys } from "../split.ts";
import type { Attention } from "./attention.ts";

/**
 * Which probabilities become 1; the others become 0.
 *
 * - `above`: those with `p > above`. BiT's α·round(clip(p/α, 0, 1)) is `above: α/2` with a `multiplier` of α (Liu et al.
 *   2022, section on elastic binarization).
 * - `shareOfLargest`: those with `p ≥ shareOfLargest·max p`. BiViT takes ¼ (He et al. 2022). In logits: what is at most
 *   −ln(share) below the largest.
 * - `positive`: those of keys with `dot > 0`, whatever their scales: signs without a softmax, what BiViT compares itself with.
 */
export type KeptProbabilities =
  | { readonly above: number; readonly shareOfLargest?: never; readonly positive?: never }
  | { readonly shareOfLargest: number; readonly above?: never; readonly positive?: never }
  | { readonly positive: true; readonly above?: never; readonly shareOfLargest?: never };

/**
 * Attention with the signs of queries and keys: per row r and head h
 * `out = multiplier·Σ_j p_j·v_j`, `p = softmax_j(dot_j·scale·queryScales[r]·keyScales[key])`,
 * `dot_j = headFeatures − 2·popcount(q ⊕ k_j)`, 0 ≤ j < keyCount[r], keys found as in {@link Attention}.
 *
 * With `keep`, p_j becomes 1 or 0. No key, or none kept, gives a row of zeros. Values are floats (`v`), or ±1
 * (`valueBits`): a sum of kept ±1 values is the exact integer, times `multiplier`.
 *
 * The same numbers as {@link Attention} on ±1, or on ±queryScale and ±keyScale as `binarize` writes them, except that
 * dot products are exact. Its `binary` flag is another thing: it binarizes probabilities as BMT does, which gives
 * every key the same weight.
 *
 * Without scales a score takes headFeatures + 1 values. Their exponentials stand on the tape, so that every instruction
 * set gives the same bits and keeps the same keys.
 */
export interface BitAttention extends Keys {
  /** uint32 [rows, wordsPerRow(heads·headFeatures)], as the sign-packing operations write them. */
  readonly q: Offset;
  /** uint32 [·, wordsPerRow(heads·headFeatures)]: a cache of 1 bit an element, see {@link CopyBitRows}. */
  readonly k: Offset;
  /** float32 [·, heads·headFeatures]; give exactly one of `v` and `valueBits`. */
  readonly v?: Offset;
  /** uint32 [·, wordsPerRow(heads·headFeatures)] */
  readonly valueBits?: Offset;
  readonly heads: number;
  /** A multiple of 8, so that the bits of a head are whole bytes. */
  readonly headFeatures: number;
  /** Default 1/√headFeatures; positive. Scales of whole tensors, as in BiT, belong here. */
  readonly scale?: number;
  /** float32 [rows, scaleGroups] */
  readonly queryScales?: Offset;
  /** float32 [·, scaleGroups], in the rows of `k` */
  readonly keyScales?: Offset;
  /** 1 for a scale of a whole row (the default), or `heads` for one of each head. */
  readonly scaleGroups?: number;
  readonly keep?: KeptProbabilities;
  /** Default 1. */
  readonly multiplier?: number;
  /** float32 [rows, heads·headFeatures] */
  readonly out: Offset;
}

/** The table of weights must leave the instruction shorter than 2¹⁶ words. */
const LARGEST_HEAD = 32768;
/** Below this the exponential is 0, as everywhere in this package. */
const SMALLEST_EXPONENT = -87;

/** Between the marks 1 and 0 of keys that are kept or not. */
const markBound = 0.5;

/** Of a key of one head, besides its features: scores and weights are computed one by one. */
const STEPS_OF_KEY = 8;

export const bitAttention: Operation<BitAttention> = {
  opcode: 68,
  instruction: (where, o) => {
    const heads = size(where, "heads", o.heads);
    const headFeatures = headSize(where, o.headFeatures);
    const scale = o.scale ?? 1 / Math.sqrt(headFeatures);
    if (!(scale > 0)) throw new RangeError(`${where}: scale must be positive, got ${scale}`);
    const steps = o.keep === undefined ? headFeatures : 0.25 * headFeatures;
    return {
      words: [
        words(where, "q", o.q),
        words(where, "k", o.k),
        ...valueWords(where, o),
        words(where, "out", o.out),
        words(where, "rows", o.rows),
        heads,
        headFeatures,
        ...keyWords(where, o),
        float(where, "scale", scale),
        optional(where, "queryScales", o.queryScales),
        optional(where, "keyScales", o.keyScales),
        scaleGroups(where, o.scaleGroups ?? 1, heads),
        ...keepWords(where, o.keep),
        float(where, "multiplier", o.multiplier ?? 1),
        ...weightTable(where, headFeatures, scale),
      ],
      split: ofKeys(o, heads * (steps + STEPS_OF_KEY)),
      // Four words for each key, in whole vectors.
      scratchBytes: 4 * 16 * Math.ceil(o.maximumKeys / 4),
    };
  },
  js: bitAttention_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};

function headSize(where: string, headFeatures: number): number {
  if (size(where, "headFeatures", headFeatures) % 8 !== 0 || headFeatures > LARGEST_HEAD) {
    throw new RangeError(
      `${where}: headFeatures must be a multiple of 8 up to ${LARGEST_HEAD}, got ${headFeatures}`,
    );
  }
  return headFeatures;
}

function valueWords(where: string, o: BitAttention): readonly [number, number] {
  const v = optional(where, "v", o.v);
  const valueBits = optional(where, "valueBits", o.valueBits);
  if ((v === 0) === (valueBits === 0)) {
    throw new RangeError(`${where}: give exactly one of v and valueBits`);
  }
  return [v, valueBits];
}

function scaleGroups(where: string, groups: number, heads: number): number {
  if (groups !== 1 && groups !== heads) {
    throw new RangeError(`${where}: scaleGroups must be 1 or heads (${heads}), got ${groups}`);
  }
  return groups;
}

function keepWords(where: string, keep: KeptProbabilities | undefined): readonly [number, number] {
  if (keep === undefined) return [KEEP_ALL, 0];
  if (keep.positive) return [KEEP_POSITIVE, float(where, "keep.positive", markBound)];
  return keep.above === undefined
    ? [KEEP_SHARE, float(where, "keep.shareOfLargest", keep.shareOfLargest)]
    : [KEEP_ABOVE, float(where, "keep.above", keep.above)];
}

/** e^(−2·n·scale): the weight of a key with n more different bits than the best one. */
function weightTable(where: string, headFeatures: number, scale: number): number[] {
  return Array.from({ length: headFeatures + 1 }, (_, n) => {
    const exponent = -2 * n * scale;
    return float(where, "scale", exponent < SMALLEST_EXPONENT ? 0 : Math.exp(exponent));
  });
}
