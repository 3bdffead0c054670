/** How a sum of many bits is built:
 *
 *  - `compressor`: a tree of full adders, then one carry-propagate adder;
 *  - `carry-chain`: counts of three bits each, then a tree of carry-propagate adders;
 *  - `behavioural`: one expression, whose structure the synthesiser chooses; it cannot be pipelined. */
export type SumStyle = "compressor" | "carry-chain" | "behavioural";

interface Summed {
  readonly style: SumStyle;
  /** Registers stand after every so many levels of adders and after the last; 0: none, the unit is combinational. */
  readonly pipeline: number;
}

/** Whether a number comes by a port or is built in; a loaded threshold has to stand still while vectors pass. */
export type Source = "constant" | "loaded";

/** `n` products of ±1 · ±1: how many of them are +1, or by a threshold whether fewer than it are. */
export interface XnorPopcountConfig extends Summed {
  readonly unit: "xnor-popcount";
  readonly n: number;
  readonly weights: Source;
  readonly threshold: Source | "none";
}

/** `Σ w·a` of n weights ±1 or, with `weightDigit` ternary, −1, 0, +1, and values {0,1}, ±1 or −1, 0, +1. */
export interface TernaryDotConfig extends Summed {
  readonly unit: "ternary-dot";
  readonly n: number;
  readonly weightDigit: "bipolar" | "ternary";
  readonly activationDigit: "unipolar" | "bipolar" | "ternary";
  readonly weights: Source;
}

/** A stretch of a vector whose weights and values have as many bits each. */
export interface Segment {
  readonly n: number;
  readonly weightBits: number;
  readonly activationBits: number;
}

/** `Σ w·a` plane by plane, `Σ_p Σ_q 2^(p + q)·popcount(a_p ⋆ w_q)`: unsigned numbers by AND, odd ones (digits ±1) by XNOR.
 *  Several segments are heterogeneous numbers of bits: planes that are absent cost nothing. */
export interface BitPlanesConfig extends Summed {
  readonly unit: "bit-planes";
  readonly segments: readonly Segment[];
  readonly digits: "unipolar" | "bipolar";
  readonly weights: Source;
}

/** `Σ ±a` of n signed numbers of `bits` bits (BinaryConnect, YodaNN). The style `carry-chain` adds or subtracts neighbours by whether their
 *  signs differ and negates once at the end; the others invert bits and count the ones to be added. */
export interface SignedSumConfig extends Summed {
  readonly unit: "signed-sum";
  readonly n: number;
  readonly bits: number;
  readonly weights: Source;
}

/** `Σ a·(±2^e + …)` of n signed numbers of `bits` bits, `terms` powers a weight, e = 0 … shifts − 1 (LightNN-1, LightNN-2). */
export interface ShiftAddConfig extends Summed {
  readonly unit: "shift-add";
  readonly n: number;
  readonly bits: number;
  readonly shifts: number;
  readonly terms: number;
  readonly weights: Source;
}

/** How many of `levels` rising thresholds a signed number of `bits` bits reaches; for one threshold whether it does not (a bit that is 1
 *  for −1). */
export interface ThresholdConfig {
  readonly unit: "threshold";
  readonly bits: number;
  readonly levels: number;
  readonly thresholds: Source;
}

/** The greatest of `window` numbers ±1, for each of `channels` channels. */
export interface MaxPoolConfig {
  readonly unit: "max-pool";
  readonly channels: number;
  readonly window: number;
}

/** How many of `nodes` tables of 2^addressBits bits answer 1, each to its own bits (WiSARD). */
export interface LookUpConfig extends Summed {
  readonly unit: "look-up";
  readonly nodes: number;
  readonly addressBits: number;
}

/** `y = clamp(⌊(scale·x + rounding) / 2^fractionBits⌋ + bias)` of a signed sum: what a folded batch normalization does behind a sum
 *  (YodaNN). */
export interface ScaleBiasConfig extends Summed {
  readonly unit: "scale-bias";
  /** Bits of the sum, of the scale, and of what comes out and the bias, all signed. */
  readonly bits: number;
  readonly scaleBits: number;
  readonly outputBits: number;
  /** Bits of the scale behind the point, which the product loses. */
  readonly fractionBits: number;
  /** Toward −∞, or to the nearest, halves up. */
  readonly rounding: "down" | "nearest";
  /** Where the scale and the bias come from. */
  readonly scales: Source;
}

/** A query of a head over `keys` keys of `features` numbers ±1: which keys it attends to, by a threshold, and sums of their `values` numbers. */
export interface BinaryAttentionConfig extends Summed {
  readonly unit: "binary-attention";
  readonly keys: number;
  readonly features: number;
  readonly values: number;
}

/** What a unit is, by its parameters alone: enough to predict what it costs. */
export type UnitConfig =
  | XnorPopcountConfig
  | TernaryDotConfig
  | BitPlanesConfig
  | SignedSumConfig
  | ShiftAddConfig
  | ThresholdConfig
  | MaxPoolConfig
  | LookUpConfig
  | ScaleBiasConfig
  | BinaryAttentionConfig;
