import { type Definition, noTensors } from "../definition.ts";
import type { DescriptionFields } from "../description-fields.ts";
import { formatCode } from "../format-code.ts";
import { noWork } from "../work.ts";

const mostInputs = 256;

/** The features of several values side by side, all of one code and on the same rows (the doubling of ReActNet, dense
 *  blocks). */
export interface ConcatenateNode {
  readonly op: "concatenate";
  readonly name: string;
  readonly inputs: readonly [a: string, b: string, ...rest: string[]];
}

export const concatenate: Definition<ConcatenateNode> = {
  decode: (fields) => ({
    op: "concatenate",
    name: fields.name("name"),
    inputs: twoOrMore(fields),
  }),
  infer({ inputs: names }, inputs) {
    const first = inputs.numbers(0);
    let features = 0;
    for (const [i] of names.entries()) {
      const { code, ...x } = inputs.numbers(i);
      inputs.checkDomains(0, i);
      inputs.check(
        formatCode(code) === formatCode(first.code),
        `all inputs must be of one code, got ${formatCode(first.code)} and ${formatCode(code)}`,
      );
      inputs.check(
        code.every(({ scale, offset }) => scale !== "row" && offset !== "row"),
        `inputs must not have a scale of each row, got ${formatCode(code)}`,
      );
      features += x.features;
    }
    return { ...first, features };
  },
  tensors: () => noTensors,
  work: () => noWork,
};

function twoOrMore(fields: DescriptionFields): readonly [string, string, ...string[]] {
  const [a, b, ...rest] = fields.names("inputs", 2, mostInputs);
  return [a, b, ...rest];
}
