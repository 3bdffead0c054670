import { twoInputs } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { noMacs } from "../mac-counts.ts";

/** `y = a + b`, both on the same positions: the residual join. */
export interface AddNode {
  readonly op: "add";
  readonly name: string;
  readonly inputs: readonly [a: string, b: string];
  readonly features: number;
}

export const add: Definition<AddNode> = {
  decode: (fields) => ({
    op: "add",
    name: fields.name("name"),
    inputs: twoInputs(fields),
    features: fields.positiveInteger("features"),
  }),
  infer({ features }, inputs) {
    const [a, b] = [inputs.features(0, features), inputs.features(1, features)];
    inputs.check(a === b, `a and b must have the same positions, got those of "${a}" and "${b}"`);
    return { kind: "features", positions: a, features };
  },
  tensors: () => noTensors,
  macs: () => noMacs,
};
