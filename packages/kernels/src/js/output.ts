import { roundHalfEven, wordsPerRow } from "@bnnkit/core";
import { ACTIVATION_RELU } from "../tape/layout.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/** `sum·(rowScale·columnScale) + bias`, activated, of one output. */
export type ScaleSum = (row: number, column: number, sum: number) => number;

/** What the output of a product, from operand `first` on, makes of its sums: rowScales, columnScales, bias, slopes, activation. */
export function scaledOutput(o: Operands, first: number): ScaleSum {
  const { float32 } = o.words;
  const [rowScales, columnScales] = [o.word(first), o.word(first + 1)];
  const [bias, slopes] = [o.word(first + 2), o.word(first + 3)];
  const relu = o.integer(first + 4) === ACTIVATION_RELU;
  return (row, column, sum) => {
    const rowScale = rowScales === 0 ? 1 : float32[rowScales + row];
    const columnScale = columnScales === 0 ? 1 : float32[columnScales + column];
    const y = fround(fround(sum) * fround(rowScale * columnScale));
    return activate(float32, y, bias && bias + column, slopes && slopes + column, relu);
  };
}

/** Stores one output. */
export type StoreOutput = (row: number, column: number, sum: number) => void;

/** Stores such outputs as float32: …, out. */
export function floatOutput(o: Operands, first: number, outFeatures: number): StoreOutput {
  const { float32 } = o.words;
  const scale = scaledOutput(o, first);
  const out = o.word(first + 5);
  return (row, column, sum) => {
    float32[out + row * outFeatures + column] = scale(row, column, sum);
  };
}

/** Stores them in digits of a step: …, out, two words of step, least, greatest. */
export function int8Output(o: Operands, first: number, outFeatures: number): StoreOutput {
  const { int8 } = o.words;
  const scale = scaledOutput(o, first);
  const [out, step] = [o.byte(first + 5), o.double(first + 6)];
  const [least, greatest] = [o.integer(first + 8), o.integer(first + 9)];
  return (row, column, sum) => {
    const digit = digitOf(scale(row, column, sum), { step, least, greatest });
    int8[out + row * outFeatures + column] = digit;
  };
}

/** Digits of a step between the least and the greatest. */
export interface DigitRange {
  readonly step: number;
  readonly least: number;
  readonly greatest: number;
}

/** The digit of a number, halves to even; the least of NaN. */
export function digitOf(x: number, { step, least, greatest }: DigitRange): number {
  const digit = roundHalfEven(x / step);
  return digit >= least ? Math.min(digit, greatest) : least;
}

/** Stores sums as int32: out. */
export function int32Output(o: Operands, first: number, outFeatures: number): StoreOutput {
  const { int32 } = o.words;
  const out = o.word(first);
  return (row, column, sum) => {
    int32[out + row * outFeatures + column] = sum;
  };
}

/** Stores whether sums reach their thresholds, which are of their kind: thresholds, flips, out. */
export function signOutput(
  o: Operands,
  first: number,
  { rows, outFeatures, of }: { rows: number; outFeatures: number; of: "int32" | "float32" },
): StoreOutput {
  const bounds = o.words[of];
  const thresholds = o.word(first);
  const store = bitOutput(o, first + 1, rows, outFeatures);
  return (row, column, sum) => store(row, column, !(sum < bounds[thresholds + column]));
}

/** Stores bits, changed where their column is flipped: flips, out. */
export function bitOutput(
  o: Operands,
  first: number,
  rows: number,
  outFeatures: number,
): (row: number, column: number, isSet: boolean) => void {
  const { int32 } = o.words;
  const [flips, out] = [o.word(first), o.word(first + 1)];
  const words = wordsPerRow(outFeatures);
  int32.fill(0, out, out + rows * words);
  return (row, column, isSet) => {
    const flip = (int32[flips + (column >>> 5)] >>> (column & 31)) & 1;
    int32[out + row * words + (column >>> 5)] |= ((isSet ? 1 : 0) ^ flip) << (column & 31);
  };
}

/** y + bias, times the slope where that is negative, then ReLU as asked; `bias` and `slope` are indices, 0 for none. */
export function activate(
  float32: Float32Array,
  y: number,
  bias: number,
  slope: number,
  relu: boolean,
): number {
  let sum = bias === 0 ? y : fround(y + float32[bias]);
  if (slope !== 0 && sum < 0) sum = fround(sum * float32[slope]);
  return relu && sum < 0 ? 0 : sum;
}
