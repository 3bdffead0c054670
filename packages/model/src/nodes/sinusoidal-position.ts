import { oneInput } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { noMacs } from "../mac-counts.ts";

/**
 * Adds the sinusoidal position table: with d = `features` and i < d/2,
 * `y[p, i] = x[p, i] + sin(p / 10000^(i / (d/2 − 1)))`, `y[p, d/2 + i] = x[p, d/2 + i] + cos(…)`.
 *
 * Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.5, in the halves layout of tensor2tensor.
 */
export interface SinusoidalPositionNode {
  readonly op: "sinusoidal-position";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
  readonly maximumLength: number;
}

/** 2²⁶ floats are 256 MiB: a bound, so that a few digits in a file cannot ask for a huge table. */
const maximumTableElements = 2 ** 26;

export const sinusoidalPosition: Definition<SinusoidalPositionNode> = {
  decode: (fields) => ({
    op: "sinusoidal-position",
    name: fields.name("name"),
    inputs: oneInput(fields),
    features: fields.positiveInteger("features"),
    maximumLength: fields.positiveInteger("maximumLength"),
  }),
  infer({ features, maximumLength }, inputs) {
    // The exponent i/(d/2 − 1) needs d ≥ 4.
    inputs.check(
      features % 2 === 0 && features >= 4,
      `features must be even and at least 4, got ${features}`,
    );
    inputs.check(
      maximumLength * features <= maximumTableElements,
      `maximumLength (${maximumLength}) times features (${features}) must be at most ${maximumTableElements}`,
    );
    return { kind: "features", positions: inputs.features(0, features), features };
  },
  tensors: () => noTensors,
  macs: () => noMacs,
  misfit: (node, { maximumLength }) =>
    node.maximumLength < maximumLength
      ? `maximumLength (${node.maximumLength}) must be at least the model's (${maximumLength})`
      : undefined,
};
