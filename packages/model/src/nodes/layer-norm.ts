import { float32 } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, featureTensors } from "../definition.ts";
import { noWork } from "../work.ts";

/**
 * Normalizes each of `groups` slices of `features / groups` features:
 * `y = (x − mean) / sqrt(var + epsilon) · gamma + beta`, `var = mean((x − mean)²)`.
 *
 * gamma and beta have `features / groups` entries, shared by the slices. Not centered, no mean is taken away and there is no beta:
 * `y = x / sqrt(mean(x²) + epsilon) · gamma` (RMS norm: Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467).
 * Ba et al. 2016, https://arxiv.org/abs/1607.06450, §3.
 */
export interface LayerNormNode {
  readonly op: "layer-norm";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly groups: number;
  readonly epsilon: number;
  readonly centered?: boolean;
}

export const layerNorm: Definition<LayerNormNode> = {
  decode: (fields) => ({
    op: "layer-norm",
    name: fields.name("name"),
    inputs: oneInput(fields),
    groups: fields.positiveInteger("groups"),
    epsilon: fields.positiveNumber("epsilon"),
    ...(fields.has("centered") && !fields.boolean("centered") && { centered: false }),
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
  tensors: ({ node: { name, groups, centered = true }, output }) =>
    featureTensors(name, output.features / groups, centered ? ["gamma", "beta"] : ["gamma"]),
  work: () => noWork,
};
