import type { PlaneCode } from "@bnnkit/core";
import type { Cell, Offset } from "./operands.ts";

/**
 * Tables of int8 rows for `tableGemm` and `tableGemmInt32`, to be shared by all products with the same input: for every
 * four activations the sixteen sums over their subsets (T-MAC).
 */
export interface TabulateInt8 {
  /** int8 [rows, features] */
  readonly codes: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** bytes [rows, int8TableBytes(features)] */
  readonly tables: Offset;
}

/**
 * Tables of float rows for `tableGemmFloat32`. A row is rounded to integers of 23 bits, `q = roundHalfEven(x/s)`,
 * `s = max(max|x|/4194303, 2^−126)`, so that |x − s·q| ≤ 0.75·s; a row with NaN or an infinity makes its outputs NaN.
 */
export interface TabulateFloat32 {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** bytes [rows, float32TableBytes(features)] */
  readonly tables: Offset;
}

interface TableProduct {
  /** What `tabulateInt8` or `tabulateFloat32` wrote. */
  readonly tables: Offset;
  /** Table lanes, see `packTableLanes`. */
  readonly weights: Offset;
  /** What the bits of the weights stand for: integers, one to four planes. Default ±1. */
  readonly code?: PlaneCode;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** `out[m,n] = Σ_k codes[m,k]·w[n,k]` as int32, exact for inFeatures ≤ 2²⁰. */
export interface TableGemmInt32 extends TableProduct {
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

/** `out[m,n] = (Σ_k codes[m,k]·w[n,k])·(rowScales[m]·columnScales[n]) + bias[n]`, then ReLU if asked for. */
export interface TableGemm extends TableProduct {
  /** float32 [rows] */
  readonly rowScales: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  readonly relu?: boolean;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

/**
 * `out[m,n] = columnScales[n]·Σ_k x[m,k]·w[n,k] + bias[n]`, then ReLU if asked for. The sum is exact over the rounded
 * row, so its error is at most `0.76·s·Σ_k |w[n,k]|`, s ≈ max|x|/2²² (see {@link TabulateFloat32}), plus the rounding
 * of the output.
 */
export interface TableGemmFloat32 extends TableProduct {
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  readonly relu?: boolean;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}
