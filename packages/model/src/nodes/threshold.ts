import { type Code, isInteger, levelsOf, wordsPerRow } from "@bnnkit/core";
import { decodeCode } from "../decode-code.ts";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, type NodeTensor, type NumberRule, numbersAt } from "../definition.ts";
import type { DescriptionFields } from "../description-fields.ts";
import { noWork } from "../work.ts";

/** A scale for each row, or slice of a row, that depends on the data: `half-maximum` `(max|x| + 2⁻²³)/2` (Zhang et al. 2023,
 *  https://arxiv.org/abs/2302.04907, §3); `int8-step` `max|x|/127`, 1 for zeros. */
export type RowScale = "half-maximum" | "int8-step";

/** The names of {@link RowScale}. */
export const rowScales: readonly RowScale[] = ["half-maximum", "int8-step"];

/**
 * The level of each number, which is how many thresholds it is not below, as a number of `code`.
 *
 * n thresholds make n + 1 levels: the numbers of the code in rising order or, where the code has n terms of a bit, a
 * thermometer. A NaN is below nothing, so that it has the highest level, or the lowest where levels are turned round. Every quantizer of activations with constant levels
 * is one of these, batch norm and bias included.
 */
export interface ThresholdNode {
  readonly op: "threshold";
  readonly name: string;
  readonly inputs: readonly [x: string];
  /** Constants that rise, or how many each feature has: `name.thresholds` [features, n], rising (equal ones may follow each
   *  other), I32 where x is an integer, else F32. */
  readonly thresholds: readonly number[] | { readonly perFeature: number };
  /** `name.flips` U32 [1, wordsPerRow(features)]: a feature whose bit is set (a negative γ) has its levels the other way
   *  round. */
  readonly flips: boolean;
  readonly code: Code;
  /** How the scale "row" of the code is found; there exactly if the code has one. */
  readonly rowScale?: RowScale;
}

/** Thresholds of one number; 8 bits have 255 of them. */
const mostThresholds = 255;

export const threshold: Definition<ThresholdNode> = {
  decode: (fields) => ({
    op: "threshold",
    name: fields.name("name"),
    inputs: oneInput(fields),
    thresholds: fields.hasList("thresholds")
      ? fields.risingNumbers("thresholds", mostThresholds)
      : perFeature(fields),
    flips: fields.boolean("flips"),
    code: decodeCode(fields, "code"),
    ...(fields.has("rowScale") && { rowScale: fields.choice("rowScale", rowScales) }),
  }),
  infer(node, inputs) {
    const x = inputs.numbers(0);
    const { code, rowScale } = node;
    inputs.attempt(() => levelsOf("code", code, thresholdCount(node)));
    const hasRowScale = code.some(({ scale }) => scale === "row");
    inputs.check(
      hasRowScale === (rowScale !== undefined),
      'rowScale must be there exactly if a scale of the code is "row"',
    );
    for (const { offset, slices = 1 } of code) {
      inputs.check(offset !== "row", 'an offset of the code must be a number, got "row"');
      inputs.check(
        x.features % slices === 0,
        `features (${x.features}) must be a multiple of slices (${slices})`,
      );
    }
    return { ...x, code };
  },
  tensors(typed) {
    const { name, thresholds, flips } = typed.node;
    const { features, code } = numbersAt(typed, 0);
    const tensors = new Map<string, NodeTensor>();
    if ("perFeature" in thresholds) {
      const shape = [features, thresholds.perFeature];
      const spec: NodeTensor = isInteger(code)
        ? { dtype: "I32", shape, digit: "int32", rule: rising }
        : { dtype: "F32", shape, digit: "float32", rule: rising };
      tensors.set(`${name}.thresholds`, spec);
    }
    if (flips) {
      const shape = [1, wordsPerRow(features)];
      tensors.set(`${name}.flips`, { dtype: "U32", shape, columns: features });
    }
    return tensors;
  },
  work: () => noWork,
};

const rising: NumberRule = {
  says: "be at least the one before it",
  holds: (value, before) => before === undefined || value >= before,
};

/** How many thresholds each number is compared with. */
export function thresholdCount({ thresholds }: Pick<ThresholdNode, "thresholds">): number {
  return "perFeature" in thresholds ? thresholds.perFeature : thresholds.length;
}

function perFeature(fields: DescriptionFields): { readonly perFeature: number } {
  const inner = fields.object("thresholds");
  const count = inner.positiveInteger("perFeature", mostThresholds);
  inner.end();
  return { perFeature: count };
}
