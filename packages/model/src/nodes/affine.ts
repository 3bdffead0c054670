import { float32 } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, featureTensors } from "../definition.ts";
import { noWork } from "../work.ts";

/** `y = scales[c]·x + offsets[c]`, in float32: batch norm that no threshold or product took up, and the way from integers to
 *  floats. */
export interface AffineNode {
  readonly op: "affine";
  readonly name: string;
  readonly inputs: readonly [x: string];
  /** `name.scales` F32 [features]; without, 1. */
  readonly scales: boolean;
  /** `name.offsets` F32 [features]; without, 0. */
  readonly offsets: boolean;
}

export const affine: Definition<AffineNode> = {
  decode: (fields) => ({
    op: "affine",
    name: fields.name("name"),
    inputs: oneInput(fields),
    scales: fields.boolean("scales"),
    offsets: fields.boolean("offsets"),
  }),
  infer: (_, inputs) => ({ ...inputs.numbers(0), code: float32 }),
  tensors: ({ node: { name, scales, offsets }, output }) =>
    featureTensors(name, output.features, [
      ...(scales ? ["scales"] : []),
      ...(offsets ? ["offsets"] : []),
    ]),
  work: () => noWork,
};
