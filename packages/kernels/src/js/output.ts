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

/** Stores such outputs as float32: …, out. */
export function floatOutput(
  o: Operands,
  first: number,
  outFeatures: number,
): (row: number, column: number, sum: number) => void {
  const { float32 } = o.words;
  const scale = scaledOutput(o, first);
  const out = o.word(first + 5);
  return (row, column, sum) => {
    float32[out + row * outFeatures + column] = scale(row, column, sum);
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
