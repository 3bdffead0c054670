import { oneInput } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { noMacs } from "../mac-counts.ts";

/** `y = max(x, 0)`. */
export interface ReluNode {
  readonly op: "relu";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
}

export const relu: Definition<ReluNode> = {
  decode: (fields) => ({
    op: "relu",
    name: fields.name("name"),
    inputs: oneInput(fields),
    features: fields.positiveInteger("features"),
  }),
  infer: ({ features }, inputs) => ({
    kind: "features",
    positions: inputs.features(0, features),
    features,
  }),
  tensors: () => noTensors,
  macs: () => noMacs,
};
