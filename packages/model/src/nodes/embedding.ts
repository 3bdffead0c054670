import { oneInput } from "../decode-inputs.ts";
import type { Definition } from "../definition.ts";
import { noMacs } from "../mac-counts.ts";
import { tableMisfit, tableOwner, tableTensors } from "./table.ts";

/**
 * Looks ids up in a table: `y[p] = multiplier · table[id[p]]`.
 *
 * Shapes: tokens → features. `bits` 8: the table is int8 codes with one float scale per row.
 */
export interface EmbeddingNode {
  readonly op: "embedding";
  readonly name: string;
  readonly inputs: readonly [tokens: string];
  readonly vocabularySize: number;
  readonly features: number;
  readonly multiplier: number;
  /** Name of the table's tensors; several nodes may share one table. */
  readonly table: string;
  readonly bits: 8 | 32;
}

export const embedding: Definition<EmbeddingNode> = {
  decode: (fields) => ({
    op: "embedding",
    name: fields.name("name"),
    inputs: oneInput(fields),
    vocabularySize: fields.positiveInteger("vocabularySize"),
    features: fields.positiveInteger("features"),
    multiplier: fields.positiveNumber("multiplier"),
    table: fields.name("table"),
    bits: fields.choice("bits", [8, 32]),
  }),
  infer: ({ features }, inputs) => ({ kind: "features", positions: inputs.tokens(0), features }),
  tensors: tableTensors,
  macs: () => noMacs,
  owner: tableOwner,
  misfit: tableMisfit,
};
