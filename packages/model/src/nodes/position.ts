import { float32 } from "@bnnkit/core";
import { decodeWeights } from "../decode-code.ts";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, noTensors } from "../definition.ts";
import { type Weights, weightTensors } from "../weights.ts";
import { noWork } from "../work.ts";

/**
 * `y[p] = x[p] + table[p]`, p the position of a row in its sequence, or the pixel in its map.
 *
 * The table is learned, [maximumLength, features], or sinusoidal: with d = `features` and i < d/2,
 * `sin(p / 10000^(i / (d/2 − 1)))` at i and `cos(…)` at d/2 + i.
 * Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.5, in the halves layout of tensor2tensor.
 */
export interface PositionNode {
  readonly op: "position";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly maximumLength: number;
  readonly table: "sinusoidal" | Weights;
}

/** 2²⁶ floats are 256 MiB: a bound, so that a few digits in a file cannot ask for a huge table. */
export const maximumTableElements: number = 2 ** 26;

export const position: Definition<PositionNode> = {
  decode: (fields) => ({
    op: "position",
    name: fields.name("name"),
    inputs: oneInput(fields),
    maximumLength: fields.positiveInteger("maximumLength"),
    table: fields.hasText("table")
      ? fields.choice("table", ["sinusoidal"])
      : decodeWeights(fields, "table"),
  }),
  infer({ maximumLength, table }, inputs) {
    const x = inputs.numbers(0);
    const { features, domain } = x;
    // The exponent i/(d/2 − 1) needs d ≥ 4.
    inputs.check(
      table !== "sinusoidal" || (features % 2 === 0 && features >= 4),
      `features must be even and at least 4, got ${features}`,
    );
    inputs.check(
      maximumLength * features <= maximumTableElements,
      `maximumLength (${maximumLength}) times features (${features}) must be at most ${maximumTableElements}`,
    );
    const pixels = domain.kind === "map" ? domain.height * domain.width : 0;
    inputs.check(
      pixels <= maximumLength,
      `maximumLength (${maximumLength}) must be at least the pixels of the map (${pixels})`,
    );
    return { ...x, code: float32 };
  },
  tensors: ({ node: { table, maximumLength }, output }) =>
    table === "sinusoidal" ? noTensors : weightTensors(table, maximumLength, output.features),
  work: () => noWork,
  misfit: ({ node, output: { domain } }, maximumLength) =>
    domain.kind === "sequence" && node.maximumLength < maximumLength
      ? `maximumLength (${node.maximumLength}) must be at least the model's (${maximumLength})`
      : undefined,
};
