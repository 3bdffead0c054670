import { isInteger, levelsOf } from "@bnnkit/core";
import { numbersAt, type PackedModel, type TypedNode, thresholdCount } from "@bnnkit/model";
import { tensorReader, unpackRows } from "@bnnkit/model/reference";

/** One threshold of each feature, and the number that is added below it, and from it on. */
export interface LevelStep {
  readonly thresholds: Float32Array;
  readonly below: Float32Array;
  readonly above: Float32Array;
  /** Whether the numbers that are compared are whole. */
  readonly isInteger: boolean;
}

/** A threshold node as a sum of steps: `y = Σ (x < threshold ? below : above)`, each for every feature. */
export function levelSteps(typed: TypedNode<"threshold">, model: PackedModel): LevelStep[] {
  const { name, code, thresholds, flips } = typed.node;
  const { features, code: read } = numbersAt(typed, 0);
  const tensors = tensorReader(model);
  const count = thresholdCount(typed.node);
  const levels = levelsOf("levelSteps", code, count).map(({ value }) => value);
  const flipped = flips ? unpackRows(tensors.words(`${name}.flips`), 1, features) : undefined;
  const perFeature = "perFeature" in thresholds ? tensors.numbers(`${name}.thresholds`) : undefined;
  const constants = "perFeature" in thresholds ? [] : thresholds;
  const ofFeatures = (at: (feature: number) => number): Float32Array =>
    Float32Array.from({ length: features }, (_, feature) => at(feature));
  const levelAt = (feature: number, level: number): number =>
    levels[flipped?.[feature] === 1 ? count - level : level];
  return Array.from({ length: count }, (_, i) => ({
    thresholds: ofFeatures((c) => perFeature?.[c * count + i] ?? constants[i]),
    below: ofFeatures((c) => (i === 0 ? levelAt(c, 0) : 0)),
    above: ofFeatures((c) => levelAt(c, i + 1) - (i === 0 ? 0 : levelAt(c, i))),
    isInteger: isInteger(read),
  }));
}

/** The one number that all are, if they are one. */
export function constantOf(values: Float32Array): number | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}
