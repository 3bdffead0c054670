import { pearson, spearman } from "@bnnkit/metrics";
import { type Parameters, scoresName } from "@bnnkit/transformer";
import type { NumberScore } from "../epochs/curves.ts";

/** Where the numbers of training texts lie. An encoder learns `(number − mean)/deviation`, whatever their unit. */
export interface NumberScale {
  readonly mean: number;
  /** Of all of them, above 0. */
  readonly deviation: number;
}

/** The scale of numbers; undefined where they are all the same. */
export function numberScale(numbers: readonly number[]): NumberScale | undefined {
  const mean = numbers.reduce((sum, number) => sum + number / numbers.length, 0);
  const deviation = Math.sqrt(
    numbers.reduce((sum, number) => sum + (number - mean) ** 2 / numbers.length, 0),
  );
  return deviation > 0 && numbers.some((number) => number !== numbers[0])
    ? { mean, deviation }
    : undefined;
}

/** Compares numbers with the right ones, both of an encoder's scale; the error is in their own unit. */
export function scoreNumbers(
  scores: Float32Array,
  labels: readonly number[],
  { deviation }: NumberScale,
): NumberScore {
  const squares = labels.reduce((sum, label, i) => sum + (scores[i] - label) ** 2, 0);
  return {
    loss: (squares / labels.length) * deviation ** 2,
    pearson: pearson(scores, labels),
    spearman: spearman(scores, labels),
  };
}

/** Numbers of an encoder's scale in their own unit. */
export function inOwnUnit(scores: Float32Array, { mean, deviation }: NumberScale): Float32Array {
  return scores.map((score) => mean + deviation * score);
}

/** Parameters of an encoder that gives numbers in their own unit: its last layer has the scale within. */
export function scaledParameters(
  parameters: Parameters,
  { mean, deviation }: NumberScale,
): Parameters {
  const [weights, bias] = [`${scoresName}/weights`, `${scoresName}/bias`];
  const mapped = (name: string, map: (value: number) => number) => ({
    [name]: { ...parameters[name], values: parameters[name].values.map(map) },
  });
  return {
    ...parameters,
    ...mapped(weights, (weight) => deviation * weight),
    ...mapped(bias, (value) => mean + deviation * value),
  };
}
