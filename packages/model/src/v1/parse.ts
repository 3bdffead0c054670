import { decodeTranslation, descriptionDepth } from "../decode-description.ts";
import { DescriptionFields } from "../description-fields.ts";
import type { ModelDescription } from "../model-description.ts";
import { parseStrictJson } from "../strict-json.ts";
import { type TypedDescription, typeDescription } from "../typed-description.ts";
import { decodeV1 } from "./decode.ts";
import type { GraphV1 } from "./description.ts";
import { liftGraph } from "./lift.ts";
import { checkStatedSizes } from "./stated-sizes.ts";

/** A description of version 1 as one of today. */
export interface ParsedV1 {
  readonly typed: TypedDescription;
  /** The name of a tensor today: float tables had no ending. */
  readonly renamed: (tensor: string) => string;
}

/** Reads a description of version 1 from JSON and checks it.
 *  @throws MalformedFileError for text that is not strict JSON, TypeError or RangeError naming the field or node. */
export function parseV1(json: string): ParsedV1 {
  const where = "parseDescription";
  const value = parseStrictJson(json, { where, maximumDepth: descriptionDepth });
  const fields = new DescriptionFields(value, where, "description");
  const { name, graphs } = decodeV1(fields);
  const translation = decodeTranslation(fields);
  fields.end();
  const count = translation.tokens.vocabularySize;
  const encoder = liftGraph(graphs.encoder, count);
  const decoder = liftGraph(graphs.decoder, count);
  const description: ModelDescription = {
    name,
    task: "sequence-to-sequence",
    graphs: { encoder, decoder },
    ...translation,
  };
  const typed = typeDescription(description, where);
  checkStatedSizes(graphs.encoder, encoder, count, `${where}: encoder`);
  checkStatedSizes(graphs.decoder, decoder, count, `${where}: decoder`);
  const tables = new Set([...floatTables(graphs.encoder), ...floatTables(graphs.decoder)]);
  return { typed, renamed: (tensor) => (tables.has(tensor) ? `${tensor}.weights` : tensor) };
}

function floatTables({ nodes }: GraphV1): readonly string[] {
  return nodes.flatMap((node) => ("table" in node && node.bits === 32 ? [node.table] : []));
}
