import type { ModelSizes, NodeTensor } from "../definition.ts";

/** A table of words, which embeddings and scores may share: int8 codes with a scale for each row, or floats. */
export interface WordTable {
  readonly table: string;
  readonly vocabularySize: number;
  readonly features: number;
  readonly bits: 8 | 32;
}

/** `T.codes` I8 [V, d] and `T.scales` F32 [V]; of 32 bits `T` F32 [V, d]. */
export function tableTensors(node: WordTable): ReadonlyMap<string, NodeTensor> {
  const { table, vocabularySize, features, bits } = node;
  const shape = [vocabularySize, features];
  if (bits === 32) return new Map([[table, { dtype: "F32", shape, role: "parameter" }]]);
  return new Map<string, NodeTensor>([
    [`${table}.codes`, { dtype: "I8", shape, role: "parameter" }],
    [`${table}.scales`, { dtype: "F32", shape: [vocabularySize], role: "scale" }],
  ]);
}

/** The table with its size and precision: nodes that agree in them share it. */
export function tableOwner({ table, vocabularySize, features, bits }: WordTable): string {
  return `table "${table}" (${vocabularySize}×${features}, ${bits} bits)`;
}

export function tableMisfit(node: WordTable, sizes: ModelSizes): string | undefined {
  if (node.vocabularySize === sizes.vocabularySize) return undefined;
  return `vocabularySize (${node.vocabularySize}) must equal tokens.vocabularySize (${sizes.vocabularySize})`;
}
