import { type Digit, digitBits } from "@bnnkit/core";
import type { NodeTensor } from "./definition.ts";
import { elementCount } from "./tensor.ts";

/** Digits of parameters, by their kind. Scales serve others, and are not counted. */
export type ParameterCounts = Readonly<Partial<Record<Digit, number>>>;

const digits: readonly Digit[] = [
  "bipolar",
  "unipolar",
  "ternary",
  "power",
  "int8",
  "uint8",
  "int32",
  "float32",
];

/** Each digit of each parameter once; the bits that pad a row are none. */
export function countParameters(tensors: Iterable<NodeTensor>): ParameterCounts {
  return addParameters(
    [...tensors].map(
      (tensor): ParameterCounts =>
        tensor.digit === undefined ? {} : { [tensor.digit]: digitCount(tensor) },
    ),
  );
}

function digitCount({ shape, columns }: NodeTensor): number {
  return columns === undefined ? elementCount(shape) : shape[0] * columns;
}

/** How many numbers they are: of a number with several digits each is a parameter, and together they are one. */
export function countNumbers(tensors: readonly NodeTensor[]): number {
  return tensors.reduce(
    (sum, tensor) =>
      tensor.digit === undefined ? sum : sum + (tensor.numbers ?? digitCount(tensor)),
    0,
  );
}

/** Sum of counts, digit by digit. */
export function addParameters(counts: readonly ParameterCounts[]): ParameterCounts {
  const sums: Partial<Record<Digit, number>> = {};
  for (const digit of digits) {
    const sum = counts.reduce((total, count) => total + (count[digit] ?? 0), 0);
    if (sum > 0) sums[digit] = sum;
  }
  return sums;
}

/** All of them. */
export function parameterCount(parameters: ParameterCounts): number {
  return digits.reduce((sum, digit) => sum + (parameters[digit] ?? 0), 0);
}

/** Σ count · bits of the digit: no scales, no padding. */
export function parameterBits(parameters: ParameterCounts): number {
  return digits.reduce((sum, digit) => sum + digitBits[digit] * (parameters[digit] ?? 0), 0);
}
