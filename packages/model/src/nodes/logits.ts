import { oneInput } from "../decode-inputs.ts";
import type { Definition } from "../definition.ts";
import { macsPerToken } from "../mac-counts.ts";
import { tableMisfit, tableOwner, tableTensors } from "./table.ts";

/**
 * Scores every word: `y[p, v] = x[p]·table[v]`, with a table that an embedding may share (tied).
 *
 * `bits` 8: x is quantized to int8 per position and the product is an exact int32.
 */
export interface LogitsNode {
  readonly op: "logits";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
  readonly vocabularySize: number;
  readonly table: string;
  readonly bits: 8 | 32;
}

export const logits: Definition<LogitsNode> = {
  decode: (fields) => ({
    op: "logits",
    name: fields.name("name"),
    inputs: oneInput(fields),
    features: fields.positiveInteger("features"),
    vocabularySize: fields.positiveInteger("vocabularySize"),
    table: fields.name("table"),
    bits: fields.choice("bits", [8, 32]),
  }),
  infer: ({ features, vocabularySize }, inputs) => ({
    kind: "logits",
    positions: inputs.features(0, features),
    vocabularySize,
  }),
  tensors: tableTensors,
  macs: ({ vocabularySize, features, bits }) =>
    macsPerToken(bits === 8 ? "int8Macs" : "floatMacs", vocabularySize * features),
  owner: tableOwner,
  misfit: tableMisfit,
};
