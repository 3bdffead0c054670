import { int32 } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { checkedBits } from "../sample-bits.ts";
import { vectorDomain } from "../value-type.ts";
import { noWork } from "../work.ts";

/** How many bits of each of so many equal groups are 1: `y[g] = Σ_i x[g·size + i]`, the votes of the classes of a logic network.
 *
 *  The bits of a sample are counted plane by plane, in each pixel by pixel. A temperature or a bias is an `affine` behind it. */
export interface GroupSumNode {
  readonly op: "group-sum";
  readonly name: string;
  readonly inputs: readonly [bits: string];
  readonly groups: number;
}

export const groupSum: Definition<GroupSumNode> = {
  decode: (fields) => ({
    op: "group-sum",
    name: fields.name("name"),
    inputs: oneInput(fields),
    groups: fields.positiveInteger("groups"),
  }),
  infer({ groups }, inputs) {
    const bits = checkedBits(inputs);
    inputs.check(bits % groups === 0, `bits (${bits}) must be a multiple of groups (${groups})`);
    return { kind: "numbers", domain: vectorDomain, features: groups, code: int32 };
  },
  tensors: () => noTensors,
  work: () => noWork,
};
