import type { DescriptionFields } from "./description-fields.ts";

/** The field `inputs` of a node with one. */
export function oneInput(fields: DescriptionFields): readonly [string] {
  const [x] = fields.names("inputs", 1);
  return [x];
}

/** The field `inputs` of a node with two. */
export function twoInputs(fields: DescriptionFields): readonly [string, string] {
  const [a, b] = fields.names("inputs", 2);
  return [a, b];
}

/** The field `inputs` of a node with three. */
export function threeInputs(fields: DescriptionFields): readonly [string, string, string] {
  const [a, b, c] = fields.names("inputs", 3);
  return [a, b, c];
}
