import { oneInput } from "../decode-inputs.ts";
import type { Definition, NodeTensor } from "../definition.ts";
import { noMacs } from "../mac-counts.ts";

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
  readonly features: number;
  readonly groups: number;
  readonly epsilon: number;
}

export const layerNorm: Definition<LayerNormNode> = {
  decode: (fields) => ({
    op: "layer-norm",
    name: fields.name("name"),
    inputs: oneInput(fields),
    features: fields.positiveInteger("features"),
    groups: fields.positiveInteger("groups"),
    epsilon: fields.positiveNumber("epsilon"),
  }),
  infer({ features, groups }, inputs) {
    inputs.check(
      features % groups === 0,
      `features (${features}) must be a multiple of groups (${groups})`,
    );
    return { kind: "features", positions: inputs.features(0, features), features };
  },
  /** `n.gamma`, `n.beta` F32 [features / groups] */
  tensors({ name, features, groups }) {
    const part: NodeTensor = { dtype: "F32", shape: [features / groups], role: "parameter" };
    return new Map([
      [`${name}.gamma`, part],
      [`${name}.beta`, part],
    ]);
  },
  macs: () => noMacs,
};
