import type { PlaneCode } from "@bnnkit/core";
import type { Cell, Offset } from "./operands.ts";

interface PlaneProduct {
  /** uint32 [rows, planes, wordsPerRow(inFeatures)]: the planes of a row lie together. */
  readonly bits: Offset;
  /** Packed lanes of all planes, see `packPlaneLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** What the bits of the activations stand for; one to sixteen planes. */
  readonly activationCode: PlaneCode;
  /** int32 [weight planes, outFeatures]: the popcount of each row; needed if the offset of `activationCode` is not 0. */
  readonly columnCounts?: Offset;
}

/**
 * `out[m,n] = Σ_k a[m,k]·w[n,k]` as int32, of activations `α₀ + Σ_p α_p·bit_p` and weights `β₀ + Σ_q β_q·bit_q`:
 * `Σ_q β_q·(Σ_p α_p·popcount(a_p ∧ w_q) + α₀·popcount(w_q)) + β₀·(Σ_p α_p·popcount(a_p) + α₀·K)`.
 */
export interface PlaneGemmInt32 extends PlaneProduct {
  /** What the bits of the weights stand for; one to sixteen planes. Both codes hold integers. */
  readonly weightCode: PlaneCode;
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

/**
 * The same product with real codes, those of the weights per column (the bases of ABC-Net, the masked bits of HBNN,
 * affine codes): `out[m,n] = rowScales[m]·(Σ_k a[m,k]·w[n,k]) + bias[n]`, w by `columnOffsets[n]` and
 * `columnWeights[q,n]`; then ReLU if asked for. Popcounts are exact, their combination is in float32, planes in order.
 */
export interface PlaneGemm extends PlaneProduct {
  /** Bit planes of the weights, one to sixteen. */
  readonly weightPlanes: number;
  /** float32 [outFeatures]; absent is 0. */
  readonly columnOffsets?: Offset;
  /** float32 [weightPlanes, outFeatures] */
  readonly columnWeights: Offset;
  /** float32 [rows]; absent is 1. */
  readonly rowScales?: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  readonly relu?: boolean;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}
