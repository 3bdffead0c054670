import { float32, int32, isInteger } from "@bnnkit/core";
import { twoInputs } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { noWork } from "../work.ts";

/** `y = a·b`, both on the same rows; b may have one feature for all of a's (the K of XNOR-Net, gates). Two integers make an
 *  int32. */
export interface MultiplyNode {
  readonly op: "multiply";
  readonly name: string;
  readonly inputs: readonly [a: string, b: string];
}

export const multiply: Definition<MultiplyNode> = {
  decode: (fields) => ({ op: "multiply", name: fields.name("name"), inputs: twoInputs(fields) }),
  infer(_, inputs) {
    const [a, b] = [inputs.numbers(0), inputs.numbers(1)];
    inputs.checkDomains(0, 1);
    inputs.check(
      b.features === a.features || b.features === 1,
      `b must have the features of a (${a.features}) or one, got ${b.features}`,
    );
    return { ...a, code: isInteger(a.code) && isInteger(b.code) ? int32 : float32 };
  },
  tensors: () => noTensors,
  work: () => noWork,
};
