import { decodeDescription, descriptionDepth } from "./decode-description.ts";
import { jsonFrom } from "./json-from.ts";
import type { ModelDescription } from "./model-description.ts";
import { parseStrictJson } from "./strict-json.ts";
import { decodeTypedDescription, type TypedDescription } from "./typed-description.ts";

/**
 * Checks a whole description: every field, names, order and shapes of each graph, the tensors they
 * claim, and that graphs, vocabulary and lengths fit each other.
 *
 * @throws TypeError for a field of the wrong kind, RangeError for anything else; the message names
 *   the field or node.
 */
export function checkDescription(description: ModelDescription): void {
  checkedDescription(description);
}

/** What `checkDescription` found out on the way. */
export function checkedDescription(description: ModelDescription): TypedDescription {
  const where = "checkDescription";
  return decodeTypedDescription(
    jsonFrom(description, where, "description", descriptionDepth),
    where,
  );
}

/**
 * Reads a description from JSON and checks it as `checkDescription` does.
 *
 * @throws MalformedFileError for text that is not strict JSON, otherwise as `checkDescription`.
 */
export function parseDescription(json: string): ModelDescription {
  return parsedDescription(json).description;
}

/** What `parseDescription` found out on the way. */
export function parsedDescription(json: string): TypedDescription {
  const where = "parseDescription";
  return decodeTypedDescription(
    parseStrictJson(json, { where, maximumDepth: descriptionDepth }),
    where,
  );
}

/** A description as JSON with its fields in a fixed order: equal descriptions give equal text. */
export function formatDescription(description: ModelDescription): string {
  const where = "formatDescription";
  const value = jsonFrom(description, where, "description", descriptionDepth);
  return JSON.stringify(decodeDescription(value, where));
}
