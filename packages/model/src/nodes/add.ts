import { float32, int32, isInteger } from "@bnnkit/core";
import { twoInputs } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { noWork } from "../work.ts";

/** `y = a + b`, both on the same rows: the join of residual streams and of ensembles. Two integers make an int32. */
export interface AddNode {
  readonly op: "add";
  readonly name: string;
  readonly inputs: readonly [a: string, b: string];
}

export const add: Definition<AddNode> = {
  decode: (fields) => ({ op: "add", name: fields.name("name"), inputs: twoInputs(fields) }),
  infer(_, inputs) {
    const [a, b] = [inputs.numbers(0), inputs.numbers(1)];
    inputs.checkDomains(0, 1);
    inputs.check(
      a.features === b.features,
      `a and b must have the same number of features, got ${a.features} and ${b.features}`,
    );
    return { ...a, code: isInteger(a.code) && isInteger(b.code) ? int32 : float32 };
  },
  tensors: () => noTensors,
  work: () => noWork,
};
