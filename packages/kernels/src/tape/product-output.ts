import { checkIntegerBetween } from "@bnnkit/core";
import { elementWord } from "./element.ts";
import { ACTIVATION_NONE, ACTIVATION_RELU, ACTIVATION_SLOPES } from "./layout.ts";
import { bytes, double, type Offset, optional, words } from "./operand.ts";

/**
 * What a product makes of its sums: `y[m,n] = sums[m,n]·(rowScales[m]·columnScales[n]) + bias[n]`, each operation rounded
 * to float32; with `slopes` a negative y is multiplied by `slopes[n]` (PReLU), with `relu` it becomes 0. Everything may be
 * absent.
 */
export interface ScaledOutput {
  /** float32 [rows]; absent is 1. */
  readonly rowScales?: Offset;
  /** float32 [outFeatures]; absent is 1. */
  readonly columnScales?: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  /** float32 [outFeatures], of what is negative (PReLU); not together with `relu`. */
  readonly slopes?: Offset;
  readonly relu?: boolean;
}

/** Where a product writes them as they are. */
export interface FloatOutput extends ScaledOutput {
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

/**
 * Where a product writes them as digits of a step: `out = clamp(roundHalfEven(y/step))`, held within `least` … `greatest`; the
 * quotient is in float64, as that of {@link Round}. A NaN becomes `least`.
 */
export interface Int8Output extends ScaledOutput {
  /** Positive and finite. Default 1. */
  readonly step?: number;
  /** Default int8. */
  readonly outElement?: "int8" | "uint8";
  /** Default −127, of uint8 0. */
  readonly least?: number;
  /** Default 127, of uint8 255. */
  readonly greatest?: number;
  /** [rows, outFeatures] of `outElement` */
  readonly out: Offset;
}

/**
 * The signs that a product makes of its sums: bit n of a row is `(sums[m,n] ≥ thresholds[n]) ⊕ flips[n]`, see `foldThresholds` of
 * core; `≥` is "not below", so that a NaN reaches every threshold. The bits that pad a row are 0.
 */
export interface SignOutput {
  /** int32 [outFeatures]; float32 where sums are floats. */
  readonly thresholds: Offset;
  /** uint32 [wordsPerRow(outFeatures)], bit n for column n */
  readonly flips: Offset;
  /** uint32 [rows, wordsPerRow(outFeatures)] */
  readonly out: Offset;
}

/** rowScales, columnScales, bias, slopes, activation */
export function scaledWords(where: string, o: ScaledOutput): number[] {
  const slopes = optional(where, "slopes", o.slopes);
  if (slopes !== 0 && o.relu === true) {
    throw new RangeError(`${where}: give at most one of slopes and relu`);
  }
  return [
    optional(where, "rowScales", o.rowScales),
    optional(where, "columnScales", o.columnScales),
    optional(where, "bias", o.bias),
    slopes,
    o.relu === true ? ACTIVATION_RELU : slopes === 0 ? ACTIVATION_NONE : ACTIVATION_SLOPES,
  ];
}

/** rowScales, columnScales, bias, slopes, activation, out */
export function floatWords(where: string, o: FloatOutput): number[] {
  return [...scaledWords(where, o), words(where, "out", o.out)];
}

/** out, two words of step, least, greatest: what stands behind scaledWords. */
export function digitWords(where: string, o: Int8Output): number[] {
  const { step = 1, outElement = "int8" } = o;
  elementWord(where, outElement, ["int8", "uint8"]);
  const isUnsigned = outElement === "uint8";
  const { least = isUnsigned ? 0 : -127, greatest = isUnsigned ? 255 : 127 } = o;
  if (!(step > 0)) throw new RangeError(`${where}: step must be positive, got ${step}`);
  const [lowest, highest] = isUnsigned ? [0, 255] : [-128, 127];
  checkIntegerBetween(where, "least", least, lowest, highest);
  checkIntegerBetween(where, "greatest", greatest, least, highest);
  return [bytes(where, "out", o.out), ...double(where, "step", step), least, greatest];
}

/** rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function int8Words(where: string, o: Int8Output): number[] {
  return [...scaledWords(where, o), ...digitWords(where, o)];
}

/** thresholds, flips, out */
export function signWords(where: string, o: SignOutput): number[] {
  return [
    words(where, "thresholds", o.thresholds),
    words(where, "flips", o.flips),
    words(where, "out", o.out),
  ];
}
