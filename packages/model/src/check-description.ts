import { decodeDescription, descriptionDepth } from "./decode-description.ts";
import type { Graph } from "./graph.ts";
import { jsonFrom } from "./json-from.ts";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import { quoted } from "./quoted.ts";
import { inferShapes, type ValueShape } from "./shape-inference.ts";
import { parseStrictJson } from "./strict-json.ts";
import { tensorsOf } from "./tensors-of.ts";

/**
 * Checks a whole description: every field, names, order and shapes of each graph, the tensors they
 * claim, and that graphs, vocabulary and lengths fit each other.
 *
 * @throws TypeError for a field of the wrong kind, RangeError for anything else; the message names
 *   the field or node.
 */
export function checkDescription(description: ModelDescription): void {
  const where = "checkDescription";
  checkTogether(
    decodeDescription(jsonFrom(description, where, "description", descriptionDepth), where),
    where,
  );
}

/**
 * Reads a description from JSON and checks it as `checkDescription` does.
 *
 * @throws MalformedFileError for text that is not strict JSON, otherwise as `checkDescription`.
 */
export function parseDescription(json: string): ModelDescription {
  const where = "parseDescription";
  const value = parseStrictJson(json, { where, maximumDepth: descriptionDepth });
  const description = decodeDescription(value, where);
  checkTogether(description, where);
  return description;
}

/** A description as JSON with its fields in a fixed order: equal descriptions give equal text. */
export function formatDescription(description: ModelDescription): string {
  const where = "formatDescription";
  const value = jsonFrom(description, where, "description", descriptionDepth);
  return JSON.stringify(decodeDescription(value, where));
}

function checkTogether(description: ModelDescription, where: string): void {
  switch (description.task) {
    case "sequence-to-sequence":
      checkSequenceToSequence(description, where);
      break;
    default:
      description.task satisfies never;
  }
  for (const { name, graph } of graphsOf(description)) {
    checkSizes(graph, description, `${where}: ${name}`);
  }
  tensorsOf(description);
}

function checkSequenceToSequence(description: ModelDescription, where: string): void {
  const { encoder, decoder } = description.graphs;
  checkInputs(encoder, ["tokens"], `${where}: encoder`);
  checkInputs(decoder, ["features", "tokens"], `${where}: decoder`);
  const encoded = outputShape(encoder, `${where}: encoder`);
  if (encoded.kind !== "features") {
    throw new RangeError(`${where}: the encoder must return features, got ${encoded.kind}`);
  }
  for (const input of decoder.inputs) {
    if (input.kind === "features" && input.features !== encoded.features) {
      throw new RangeError(
        `${where}: decoder input "${input.name}" (${input.features} features) must equal what the encoder returns (${encoded.features})`,
      );
    }
  }
  const scores = outputShape(decoder, `${where}: decoder`);
  const target = decoder.inputs.find((input) => input.kind === "tokens");
  if (scores.kind !== "logits" || scores.positions !== target?.name) {
    throw new RangeError(
      `${where}: the decoder must return logits at its tokens' positions, got ${scores.kind} at those of "${scores.positions}"`,
    );
  }
}

function outputShape(graph: Graph, where: string): ValueShape {
  const shape = inferShapes(graph, where).get(graph.output);
  if (shape === undefined) throw new RangeError(`${where}: output must name a node`);
  return shape;
}

function checkInputs(graph: Graph, kinds: readonly string[], where: string): void {
  const actual = graph.inputs.map(({ kind }) => kind).sort();
  if (actual.join() !== kinds.join()) {
    throw new RangeError(
      `${where}: inputs must be ${kinds.join(" and ")}, one of each, got ${quoted(actual.join(", "))}`,
    );
  }
}

function checkSizes(graph: Graph, description: ModelDescription, where: string): void {
  const { tokens, maximumLength } = description;
  for (const node of graph.nodes) {
    if (node.op === "embedding" || node.op === "logits") {
      if (node.vocabularySize !== tokens.vocabularySize) {
        throw new RangeError(
          `${where}: node "${node.name}" (${node.op}): vocabularySize (${node.vocabularySize}) must equal tokens.vocabularySize (${tokens.vocabularySize})`,
        );
      }
    }
    if (node.op === "sinusoidal-position" && node.maximumLength < maximumLength) {
      throw new RangeError(
        `${where}: node "${node.name}" (${node.op}): maximumLength (${node.maximumLength}) must be at least the model's (${maximumLength})`,
      );
    }
  }
}
