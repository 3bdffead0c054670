import { ACTIVATION_NONE, ACTIVATION_RELU, ACTIVATION_SLOPES } from "./layout.ts";
import { type Offset, optional, words } from "./operand.ts";

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

/** Where a product writes them. */
export interface FloatOutput extends ScaledOutput {
  /** float32 [rows, outFeatures] */
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
