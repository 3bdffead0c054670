import { threeInputs } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { macsPerTokenPair } from "../mac-counts.ts";

/**
 * Per head: `y = softmax(q·kᵀ / sqrt(headFeatures))·v`; `causal` hides later positions.
 *
 * `bits` 1: query, key, probabilities and value are each binarized before their product.
 * Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.2.
 */
export interface AttentionNode {
  readonly op: "attention";
  readonly name: string;
  readonly inputs: readonly [query: string, key: string, value: string];
  readonly heads: number;
  readonly headFeatures: number;
  readonly causal: boolean;
  readonly bits: 1 | 32;
}

export const attention: Definition<AttentionNode> = {
  decode: (fields) => ({
    op: "attention",
    name: fields.name("name"),
    inputs: threeInputs(fields),
    heads: fields.positiveInteger("heads"),
    headFeatures: fields.positiveInteger("headFeatures"),
    causal: fields.boolean("causal"),
    bits: fields.choice("bits", [1, 32]),
  }),
  infer({ heads, headFeatures, causal }, inputs) {
    const features = heads * headFeatures;
    const query = inputs.features(0, features);
    const key = inputs.features(1, features);
    const value = inputs.features(2, features);
    inputs.check(
      key === value,
      `key and value must have the same positions, got those of "${key}" and "${value}"`,
    );
    inputs.check(
      !causal || query === key,
      `causal attention must have keys on the positions of its queries, got "${key}" and "${query}"`,
    );
    return { kind: "features", positions: query, features };
  },
  tensors: () => noTensors,
  macs: ({ heads, headFeatures, bits }) =>
    macsPerTokenPair(bits === 1 ? "binaryMacs" : "floatMacs", 2 * heads * headFeatures),
};
