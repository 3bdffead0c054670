import { float32 } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, featureTensors } from "../definition.ts";
import { noWork } from "../work.ts";

/**
 * Normalizes each of `groups` slices of `features / groups` features:
 * `y = (x − mean) / sqrt(var + epsilon) · gamma + beta`, `var = mean((x − mean)²)`.
 *
 * gamma and beta have `features / groups` entries, shared by the slices.
 * Ba et al. 2016, https://arxiv.org/abs/1607.06450, §3.
 */
export interface LayerNormNode {
  readonly op: "layer-norm";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly groups: number;
  readonly epsilon: number;
}

export const layerNorm: Definition<LayerNormNode> = {
  decode: (fields) => ({
    op: "layer-norm",
    name: fields.name("name"),
    inputs: oneInput(fields),
    groups: fields.positiveInteger("groups"),
    epsilon: fields.positiveNumber("epsilon"),
  }),
  infer({ groups }, inputs) {
    const x = inputs.numbers(0);
    inputs.check(
      x.features % groups === 0,
      `features (${x.features}) must be a multiple of groups (${groups})`,
    );
    return { ...x, code: float32 };
  },
  /** `n.gamma`, `n.beta` F32 [features / groups] */
  tensors: ({ node: { name, groups }, output }) =>
    featureTensors(name, output.features / groups, ["gamma", "beta"]),
  work: () => noWork,
};
