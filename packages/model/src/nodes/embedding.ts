import { float32 } from "@bnnkit/core";
import { decodeWeights } from "../decode-code.ts";
import { oneInput } from "../decode-inputs.ts";
import type { Definition } from "../definition.ts";
import { type Weights, weightTensors } from "../weights.ts";
import { noWork } from "../work.ts";

/** Looks ids up in a table: `y[p] = multiplier · table[id[p]]`, the table with a row of `features` for each id. */
export interface EmbeddingNode {
  readonly op: "embedding";
  readonly name: string;
  readonly inputs: readonly [ids: string];
  readonly features: number;
  readonly multiplier: number;
  /** Several nodes may share one table. */
  readonly table: Weights;
}

export const embedding: Definition<EmbeddingNode> = {
  decode: (fields) => ({
    op: "embedding",
    name: fields.name("name"),
    inputs: oneInput(fields),
    features: fields.positiveInteger("features"),
    multiplier: fields.positiveNumber("multiplier"),
    table: decodeWeights(fields, "table"),
  }),
  infer: ({ features }, inputs) => ({
    kind: "numbers",
    domain: inputs.ids(0).domain,
    features,
    code: float32,
  }),
  tensors({ node, inputs: [ids] }) {
    const rows = ids?.kind === "ids" ? ids.count : 0;
    return weightTensors(node.table, rows, node.features);
  },
  work: () => noWork,
};
