import { float32 } from "@bnnkit/core";
import { decodeWeights } from "../decode-code.ts";
import { oneInput } from "../decode-inputs.ts";
import type { Definition } from "../definition.ts";
import { formatCode } from "../format-code.ts";
import { type Weights, weightTensors } from "../weights.ts";
import { noWork } from "../work.ts";
import { maximumTableElements } from "./position.ts";

/**
 * Turns pairs of features of each head by angles that grow with the position p of the row: with r = `rotated` and i < r/2,
 * `y[i] = x[i]·cos(p·f[i]) − x[r/2 + i]·sin(p·f[i])`, `y[r/2 + i] = x[r/2 + i]·cos(p·f[i]) + x[i]·sin(p·f[i])`; what follows in a head
 * stays. So the product of a query and a key depends on how far they are apart.
 *
 * Su et al. 2021, https://arxiv.org/abs/2104.09864, §3.2, in the layout of halves; scalings of the positions are in the frequencies.
 */
export interface RotaryPositionNode {
  readonly op: "rotary-position";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly heads: number;
  /** Features of each head that are turned, the first ones: an even number. */
  readonly rotated: number;
  /** f, [1, rotated/2]; several nodes may share it. */
  readonly frequencies: Weights;
  readonly maximumLength: number;
}

export const rotaryPosition: Definition<RotaryPositionNode> = {
  decode: (fields) => ({
    op: "rotary-position",
    name: fields.name("name"),
    inputs: oneInput(fields),
    heads: fields.positiveInteger("heads"),
    rotated: fields.positiveInteger("rotated"),
    frequencies: decodeWeights(fields, "frequencies"),
    maximumLength: fields.positiveInteger("maximumLength"),
  }),
  infer({ heads, rotated, frequencies, maximumLength }, inputs) {
    const x = inputs.numbers(0);
    inputs.check(
      x.domain.kind === "sequence",
      "x must stand on a sequence, whose rows have positions",
    );
    inputs.check(
      x.features % heads === 0,
      `features (${x.features}) must be a multiple of heads (${heads})`,
    );
    inputs.check(
      rotated % 2 === 0 && rotated <= x.features / heads,
      `rotated must be even and at most the features of a head (${x.features / heads}), got ${rotated}`,
    );
    inputs.check(
      formatCode(frequencies.code) === "float32",
      `frequencies must be float32, got ${formatCode(frequencies.code)}`,
    );
    inputs.check(
      maximumLength * rotated <= maximumTableElements,
      `maximumLength (${maximumLength}) times rotated (${rotated}) must be at most ${maximumTableElements}`,
    );
    return { ...x, code: float32 };
  },
  tensors: ({ node: { frequencies, rotated } }) => weightTensors(frequencies, 1, rotated / 2),
  work: () => noWork,
  misfit: ({ node }, maximumLength) =>
    node.maximumLength < maximumLength
      ? `maximumLength (${node.maximumLength}) must be at least the model's (${maximumLength})`
      : undefined,
};
