/** Byte offset into the arena. 0 means "absent" where the field is optional. */
export type Offset = number;

/** Byte offset of an int32 that is read when the tape runs, so that it may change between runs. */
export type Cell = number;

/** `out[r] = multiplier·(scales[id]·codes[id]) + positionTable[positions[r]]`, id = `ids[r]`. Ids and positions are not checked. */
export interface EmbedInt8 {
  /** int32 [rows] */
  readonly ids: Offset;
  /** int32 [rows]; given together with `positionTable` or not at all. */
  readonly positions?: Offset;
  /** float32 [positions, features] */
  readonly positionTable?: Offset;
  /** int8 [vocabulary, features] */
  readonly codes: Offset;
  /** float32 [vocabulary] */
  readonly scales: Offset;
  readonly multiplier: number;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features] */
  readonly out: Offset;
}

/** `out[r] = multiplier·table[ids[r]] + positionTable[positions[r]]`. Ids and positions are not checked. */
export interface EmbedFloat32 {
  /** int32 [rows] */
  readonly ids: Offset;
  /** int32 [rows]; given together with `positionTable` or not at all. */
  readonly positions?: Offset;
  /** float32 [positions, features] */
  readonly positionTable?: Offset;
  /** float32 [vocabulary, features] */
  readonly table: Offset;
  readonly multiplier: number;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features] */
  readonly out: Offset;
}

/** `bits[r,k] = x[r,k] < 0`, `rowScales[r] = (max_k |x[r,k]| + 2^−23)/2`. NaN packs as 0 and makes its row's scale NaN. */
export interface SignPackTokenMaximum {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
}

/** `bits[r,k] = x[r,k] + shift[k] < 0` (RSign of ReActNet; without `shift` the plain sign). NaN packs as 0. */
export interface SignPackShift {
  /** float32 [rows, features] */
  readonly x: Offset;
  /** float32 [features] */
  readonly shift?: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
}

/** What every product of bits reads: `dot[m,n] = K − 2·popcount(bits[m] ⊕ weights[n])`. */
export interface BinaryProduct {
  /** uint32 [rows, wordsPerRow(inFeatures)] */
  readonly bits: Offset;
  /** Byte lanes, see `packByteLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/**
 * `y[m,n] = dot[m,n]·(rowScales[m]·columnScales[n]) + bias[n]`, each operation rounded to float32; with `slopes` a
 * negative y is multiplied by `slopes[n]` (PReLU), with `relu` it becomes 0.
 */
export interface ScaledProduct extends BinaryProduct {
  /** float32 [rows] */
  readonly rowScales: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  /** float32 [outFeatures]; not together with `relu`. */
  readonly slopes?: Offset;
  readonly relu?: boolean;
}

/** `out = y` as float32, see {@link ScaledProduct}. */
export interface Bgemm extends ScaledProduct {
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

/** `out = clamp(roundHalfEven(y), ±127)` as int8, see {@link ScaledProduct}; NaN becomes 0. */
export interface BgemmInt8 extends ScaledProduct {
  /** int8 [rows, outFeatures] */
  readonly out: Offset;
}

/** `out[m,n] = K − 2·popcount(bits[m] ⊕ weights[n])` as int32. */
export interface BgemmInt32 extends BinaryProduct {
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

/**
 * `out[m,n] = (popcount(bits[m] ⊕ weights[n]) > thresholds[n]) ⊕ flips[n]`: the sign bits of a batch-normalized layer,
 * see `popcountThresholds`. The bits that pad a row are 0.
 */
export interface BgemmSign extends BinaryProduct {
  /** int32 [outFeatures] */
  readonly thresholds: Offset;
  /** uint32 [wordsPerRow(outFeatures)], bit n for channel n */
  readonly flips: Offset;
  /** uint32 [rows, wordsPerRow(outFeatures)] */
  readonly out: Offset;
}

/** `out[m,n] = columnScales[n]·Σ_k ±x[m,k] + bias[n]`, the sign − where the weight bit is 1; then ReLU if asked for. */
export interface SignWeightGemm {
  /** float32 [rows, inFeatures] */
  readonly x: Offset;
  /** Packed lanes, see `packLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  readonly relu?: boolean;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

/** `out[m,n] = Σ_k x[m,k]·weights[n,k] + bias[n]`, then ReLU if asked for. */
export interface GemmFloat32 {
  /** float32 [rows, inFeatures] */
  readonly x: Offset;
  /** Float lanes, see `packFloatLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  readonly relu?: boolean;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

/** `out = (x − mean)/sqrt(mean((x − mean)²) + epsilon)·gamma + beta (+ addend)` over each of `groups` slices of a row. */
export interface LayerNorm {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** Number of slices that are normalized alone. Default 1. */
  readonly groups?: number;
  /** float32 [features/groups], shared by the slices. */
  readonly gamma: Offset;
  /** float32 [features/groups], shared by the slices. */
  readonly beta: Offset;
  readonly epsilon: number;
  /** float32 [rows, features] */
  readonly addend?: Offset;
  /** float32 [rows, features]; may be `x` or `addend`. */
  readonly out: Offset;
}

/** `out = x < 0 ? 0 : x`; NaN stays NaN. */
export interface Relu {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features]; may be `x`. */
  readonly out: Offset;
}

/** `out = a + b`. */
export interface Add {
  /** float32 [rows, features] */
  readonly a: Offset;
  /** float32 [rows, features] */
  readonly b: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features]; may be `a` or `b`. */
  readonly out: Offset;
}

/**
 * Per row r and head h: `out = Σ_j p_j·v_j`, `p = softmax_j(q·k_j/√headFeatures)`, 0 ≤ j < keyCount[r].
 *
 * Key j of row r is row `keyIndex[r·keyIndexStride + j]` of `k` and `v`, or `keyStart[r] + j` without `keyIndex`.
 * No key gives a row of zeros. With `binary`, p_j becomes `(max p + 2^−23)/2`, the one-bit quantizer of BMT on
 * probabilities, which are never negative; queries, keys and values are made ±s/2 by `binarize` before.
 */
export interface Attention {
  /** float32 [rows, heads·headFeatures] */
  readonly q: Offset;
  /** float32 [·, heads·headFeatures] */
  readonly k: Offset;
  /** float32 [·, heads·headFeatures] */
  readonly v: Offset;
  /** float32 [rows, heads·headFeatures] */
  readonly out: Offset;
  readonly rows: Cell;
  readonly heads: number;
  readonly headFeatures: number;
  /** int32 [rows]; needed without `keyIndex`. */
  readonly keyStart?: Offset;
  /** int32 [rows], each from 0 to `maximumKeys`. */
  readonly keyCount: Offset;
  /** int32 [rows, keyIndexStride] */
  readonly keyIndex?: Offset;
  readonly keyIndexStride?: number;
  /** Bound of `keyCount`, for the scratch memory; a larger count makes `run` throw RangeError. */
  readonly maximumKeys: number;
  readonly binary?: boolean;
}

/** `rowScales[r] = max|x|/127` (1 if that is 0), `codes = clamp(roundHalfEven(x/rowScales[r]), ±127)`. */
export interface QuantizeInt8 {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** int8 [rows, features] */
  readonly codes: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
}

/** `out[m,n] = (Σ_k codes[m,k]·weights[n,k])·(rowScales[m]·columnScales[n])`, the sum in int32. */
export interface GemmInt8 {
  /** int8 [rows, inFeatures] */
  readonly codes: Offset;
  /** int8 [outFeatures, inFeatures] */
  readonly weights: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

/** The k largest `log softmax(logits)[id]` of each row, falling; of equal ones the lower id comes first. */
export interface LogSoftmaxTopK {
  /** float32 [rows, vocabularySize]; NaN, or a maximum that is not finite, makes `run` throw RangeError. */
  readonly logits: Offset;
  readonly rows: Cell;
  readonly vocabularySize: number;
  /** 1 ≤ k ≤ vocabularySize */
  readonly k: number;
  /** int32 [rows, k] */
  readonly outIds: Offset;
  /** float32 [rows, k] */
  readonly outLogProbabilities: Offset;
}

/** `to[toRow[r]] = from[r]`: appends keys and values to a cache. The two must not overlap; rows are not checked. */
export interface CopyRows {
  /** float32 [rows, features] */
  readonly from: Offset;
  /** float32 [·, features] */
  readonly to: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** int32 [rows] */
  readonly toRow: Offset;
}

/** `out = x < 0 ? −s/2 : s/2`, s = max|x| + 2^−23 over each of `groups` slices of a row (BMT). */
export interface Binarize {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** Number of slices with a scale of their own. Default 1. */
  readonly groups?: number;
  /** float32 [rows, features]; may be `x`. */
  readonly out: Offset;
}
