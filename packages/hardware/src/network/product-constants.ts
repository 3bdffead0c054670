import { type PackedModel, type ThresholdNode, thresholdCount, type Weights } from "@bnnkit/model";
import { codedWeights, realOf, tensorReader, unpackRows } from "@bnnkit/model/reference";
import type { StageConstants } from "./stage-config.ts";

/** The weights of a product as the integers that they are, row by row. */
export function productWeights(
  model: Pick<PackedModel, "tensors">,
  weights: Weights,
  rows: number,
  columns: number,
): number[] {
  return Array.from(realOf(codedWeights(tensorReader(model), weights, rows, columns)).data);
}

/** What is built into a product: with a threshold that turns levels round rows are negated instead, where weights may be. */
export function productConstants(
  model: Pick<PackedModel, "tensors">,
  {
    inputs,
    outputs,
    weights,
  }: { readonly inputs: number; readonly outputs: number; readonly weights: Weights },
  threshold: ThresholdNode | undefined,
  isTurnedByWeights: boolean,
): Required<StageConstants> {
  const rows = productWeights(model, weights, outputs, inputs);
  if (threshold === undefined) return { weights: rows, thresholds: [], turned: [] };
  const { thresholds, straight, flips } = thresholdNumbers(model, threshold, outputs);
  const turned = flips.map(Number);
  if (!isTurnedByWeights) return { weights: rows, thresholds, turned };
  // A level turned round is that of the negative sum.
  const negated = rows.map((weight, i) => (flips[Math.floor(i / inputs)] ? -weight : weight));
  return { weights: negated, thresholds: straight, turned };
}

/** Thresholds of a node, and what they are where features are negated instead of turned round. */
export interface ReadThresholds {
  /** [features, n], rising. */
  readonly thresholds: readonly number[];
  /** [features, n], rising: −x reaches as many of them, where levels are turned round, as the level of x is. */
  readonly straight: readonly number[];
  readonly flips: readonly boolean[];
}

/**
 * The thresholds of integers: a number x reaches as many as the node's level says, −x where `flips` is set. */
export function thresholdNumbers(
  model: Pick<PackedModel, "tensors">,
  node: ThresholdNode,
  features: number,
): ReadThresholds {
  const { name, thresholds } = node;
  const count = thresholdCount(node);
  const tensors = tensorReader(model);
  const numbers =
    "perFeature" in thresholds
      ? Array.from(tensors.numbers(`${name}.thresholds`))
      : Array.from({ length: features }, () => thresholds).flat();
  const flips = node.flips
    ? Array.from(unpackRows(tensors.words(`${name}.flips`), 1, features), (bit) => bit === 1)
    : new Array<boolean>(features).fill(false);
  const straight = flips.flatMap((isFlipped, feature) => {
    const own = numbers.slice(feature * count, (feature + 1) * count);
    // Integers: x is below t as −x reaches 1 − ⌈t⌉.
    return isFlipped ? own.map((threshold) => 1 - Math.ceil(threshold)).reverse() : own;
  });
  return { thresholds: numbers, straight, flips };
}
