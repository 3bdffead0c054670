import type { Attention, Cell, Offset } from "./operands.ts";

/**
 * Which probabilities become 1; the others become 0.
 *
 * - `above`: those with `p > above`. BiT's α·round(clip(p/α, 0, 1)) is `above: α/2` with a `multiplier` of α (Liu et al.
 *   2022, section on elastic binarization).
 * - `shareOfLargest`: those with `p ≥ shareOfLargest·max p`. BiViT takes ¼ (He et al. 2022). In logits: what is at most
 *   −ln(share) below the largest.
 */
export type KeptProbabilities =
  | { readonly above: number; readonly shareOfLargest?: never }
  | { readonly shareOfLargest: number; readonly above?: never };

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
export interface BitAttention
  extends Pick<
    Attention,
    | "rows"
    | "headFeatures"
    | "heads"
    | "keyStart"
    | "keyCount"
    | "keyIndex"
    | "keyIndexStride"
    | "maximumKeys"
  > {
  /** uint32 [rows, wordsPerRow(heads·headFeatures)], as the sign-packing operations write them. */
  readonly q: Offset;
  /** uint32 [·, wordsPerRow(heads·headFeatures)]: a cache of 1 bit an element, see {@link CopyBitRows}. */
  readonly k: Offset;
  /** float32 [·, heads·headFeatures]; give exactly one of `v` and `valueBits`. */
  readonly v?: Offset;
  /** uint32 [·, wordsPerRow(heads·headFeatures)] */
  readonly valueBits?: Offset;
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

/** `to[toRow[r]] = from[r]` of rows of bits: appends keys to a packed cache. The two must not overlap; rows are not checked. */
export interface CopyBitRows {
  /** uint32 [rows, wordsPerRow(features)] */
  readonly from: Offset;
  /** uint32 [·, wordsPerRow(features)] */
  readonly to: Offset;
  readonly rows: Cell;
  /** Bits of a row. */
  readonly features: number;
  /** int32 [rows] */
  readonly toRow: Offset;
}
