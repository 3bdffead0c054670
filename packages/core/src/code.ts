/** What one digit of a number is, and what it takes in a tensor:
 *
 *  - `bipolar` −1, +1: one bit, 1 ⇔ −1; `unipolar` 0, 1: one bit; `ternary` −1, 0, +1: a mask and a sign bit;
 *  - `power` 0, ±2^e: a byte, see {@link Term.exponents};
 *  - `int8`, `uint8`, `int32`, `float32`: the number as it is. */
export type Digit =
  | "bipolar"
  | "unipolar"
  | "ternary"
  | "power"
  | "int8"
  | "uint8"
  | "int32"
  | "float32";

/** One addend of a number: `offset + scale·digit`. */
export interface Term {
  readonly digit: Digit;
  /** A constant, or a number for each row of the matrix that the number stands in. Default 1. */
  readonly scale?: number | "row";
  /** Added wherever the digit is: everywhere, but of ternary digits where they are not 0, and of sparse ones where they
   *  are stored. With it a bit stands for any two reals (affine codes), and a byte has a zero point. Default 0. */
  readonly offset?: number | "row";
  /** Equal slices of a row that have a scale each: heads of attention, groups of GPTQ. Default 1. */
  readonly slices?: number;
  /** Of weights: only what a mask marks is stored, and has an offset; the rest is 0 (the salient weights of PB-LLM). */
  readonly sparse?: Sparse;
  /** Of `power`: least and greatest exponent. */
  readonly exponents?: readonly [least: number, greatest: number];
}

/** What a mask marks: so many weights of a matrix, or so many of its columns. */
export type Sparse = { readonly weights: number } | { readonly columns: number };

/** How the numbers of a matrix are stored: each as a sum of terms, `Σ_p offset_p + scale_p·digit_p`.
 *
 *  Weights and values are the same thing, rows of numbers. Dot products are bilinear, so the product of any two codes is
 *  a sum of products of two digits, each of them a popcount, a table look-up or a multiplication. */
export type Code = readonly [Term, ...Term[]];

export const bipolar: Code = [{ digit: "bipolar" }];
export const unipolar: Code = [{ digit: "unipolar" }];
export const ternary: Code = [{ digit: "ternary" }];
export const int32: Code = [{ digit: "int32" }];
export const float32: Code = [{ digit: "float32" }];

/** 0 … 2^bits − 1, one {0,1} digit for each binary digit, the lowest first (DoReFa, HWGQ, PACT).
 *  @throws RangeError unless there is a bit. */
export function unsigned(bits: number): Code {
  return codeFrom("unsigned", digits(bits, "unipolar"));
}

/** The odd numbers −(2^bits − 1) … 2^bits − 1, one ±1 digit for each binary digit (weights of DoReFa and BMXNet).
 *  @throws RangeError unless there is a bit. */
export function odd(bits: number): Code {
  return codeFrom("odd", digits(bits, "bipolar"));
}

/** `Σ βₙ·(±1)ₙ` (activations of ABC-Net).
 *  @throws RangeError unless there is a β. */
export function bases(betas: readonly number[]): Code {
  return codeFrom(
    "bases",
    betas.map((scale) => ({ digit: "bipolar", scale })),
  );
}

/** Any rising levels 0, q₁, q₂ … as a thermometer: term p is the step from q_p to the next (HWGQ, not uniform).
 *  @param levels  q₁, q₂ …, without the 0.
 *  @throws RangeError unless there is a level. */
export function thermometer(levels: readonly number[]): Code {
  return codeFrom(
    "thermometer",
    levels.map((level, p) => ({ digit: "unipolar", scale: level - (levels[p - 1] ?? 0) })),
  );
}

/** Whether every value of a code is a whole number, so that products of two such codes are exact. */
export function isInteger(code: Code): boolean {
  return code.every(
    ({ digit, scale = 1, offset = 0 }) =>
      digit !== "float32" &&
      digit !== "power" &&
      Number.isInteger(scale) &&
      Number.isInteger(offset),
  );
}

/** Bits that one number takes in memory. */
export function bitsOf(code: Code): number {
  return code.reduce((sum, { digit }) => sum + digitBits[digit], 0);
}

/** Bits that one digit takes in memory. */
export const digitBits: Readonly<Record<Digit, number>> = {
  bipolar: 1,
  unipolar: 1,
  ternary: 2,
  power: 8,
  int8: 8,
  uint8: 8,
  int32: 32,
  float32: 32,
};

function digits(bits: number, digit: Digit): Term[] {
  return Array.from({ length: bits }, (_, b) => ({ digit, scale: 2 ** b }));
}

/** @throws RangeError unless there is a term. */
export function codeFrom(where: string, terms: readonly Term[]): Code {
  const [first, ...rest] = terms;
  if (first === undefined) throw new RangeError(`${where}: a code must have a term, got none`);
  return [first, ...rest];
}
