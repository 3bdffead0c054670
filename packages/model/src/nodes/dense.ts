import { wordsPerRow } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import type { Definition, NodeTensor } from "../definition.ts";
import { macsPerToken } from "../mac-counts.ts";

/**
 * `y = W·x + bias`. One-bit weights are ±scale with one scale per output feature; one-bit activations
 * are the signs of x times half of the row's greatest magnitude.
 *
 * Zhang et al. 2023, https://arxiv.org/abs/2302.04907, §3.
 */
export interface DenseNode {
  readonly op: "dense";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weightBits: 1 | 32;
  readonly activationBits: 1 | 32;
  readonly bias: boolean;
}

export const dense: Definition<DenseNode> = {
  decode: (fields) => ({
    op: "dense",
    name: fields.name("name"),
    inputs: oneInput(fields),
    inFeatures: fields.positiveInteger("inFeatures"),
    outFeatures: fields.positiveInteger("outFeatures"),
    weightBits: fields.choice("weightBits", [1, 32]),
    activationBits: fields.choice("activationBits", [1, 32]),
    bias: fields.boolean("bias"),
  }),
  infer: ({ inFeatures, outFeatures }, inputs) => ({
    kind: "features",
    positions: inputs.features(0, inFeatures),
    features: outFeatures,
  }),
  /** 1 bit: `n.bits` U32 [outFeatures, wordsPerRow(inFeatures)], `n.scales` F32 [outFeatures]; 32 bits: `n.weights`
   *  F32 [outFeatures, inFeatures]; with bias `n.bias` F32 [outFeatures]. */
  tensors(node) {
    const { name, inFeatures, outFeatures } = node;
    const specs = new Map<string, NodeTensor>();
    if (node.weightBits === 1) {
      const shape = [outFeatures, wordsPerRow(inFeatures)];
      specs.set(`${name}.bits`, { dtype: "U32", shape, role: "parameter", columns: inFeatures });
      specs.set(`${name}.scales`, { dtype: "F32", shape: [outFeatures], role: "scale" });
    } else {
      const shape = [outFeatures, inFeatures];
      specs.set(`${name}.weights`, { dtype: "F32", shape, role: "parameter" });
    }
    if (node.bias) {
      specs.set(`${name}.bias`, { dtype: "F32", shape: [outFeatures], role: "parameter" });
    }
    return specs;
  },
  macs({ inFeatures, outFeatures, weightBits, activationBits }) {
    const isBinary = weightBits === 1 && activationBits === 1;
    return macsPerToken(isBinary ? "binaryMacs" : "floatMacs", inFeatures * outFeatures);
  },
};
