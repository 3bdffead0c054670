import { decodeDescription } from "./decode-description.ts";
import type { NodeTensor } from "./definition.ts";
import type { Graph } from "./graph.ts";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import { definitions, type Node, type NodeOp } from "./node.ts";
import { titleOf } from "./node-inputs.ts";
import { quoted } from "./quoted.ts";
import { inferShapes } from "./shape-inference.ts";
import type { JsonValue } from "./strict-json.ts";
import { tensorsOf } from "./tensors-of.ts";
import type { ValueShape } from "./value-shape.ts";

/** A description that was checked as a whole, with what was inferred on the way. */
export interface TypedDescription {
  /** A copy with the fields in a fixed order. */
  readonly description: ModelDescription;
  /** Shapes of the inputs and nodes of each graph by name. */
  readonly shapes: ReadonlyMap<Graph, ReadonlyMap<string, ValueShape>>;
  /** What `tensorsOf` lists. */
  readonly tensors: ReadonlyMap<string, NodeTensor>;
}

/** Decodes a description and checks that its graphs, vocabulary, lengths and tensors fit each other.
 *  @throws TypeError for a field of the wrong kind, RangeError for anything else; both name the field or node. */
export function typeDescription(value: JsonValue, where: string): TypedDescription {
  const description = decodeDescription(value, where);
  const { encoder, decoder } = description.graphs;
  checkInputs(encoder, ["tokens"], `${where}: encoder`);
  checkInputs(decoder, ["features", "tokens"], `${where}: decoder`);
  const encoded = inferShapes(encoder, `${where}: encoder`);
  checkCrossing(decoder, encoded.get(encoder.output), where);
  const decoded = inferShapes(decoder, `${where}: decoder`);
  checkScores(decoder, decoded.get(decoder.output), where);
  for (const { name, graph } of graphsOf(description)) {
    for (const node of graph.nodes) checkFit(node, description, `${where}: ${name}`);
  }
  const shapes = new Map([
    [encoder, encoded],
    [decoder, decoded],
  ]);
  return { description, shapes, tensors: tensorsOf(description) };
}

function checkInputs(graph: Graph, kinds: readonly string[], where: string): void {
  const actual = graph.inputs.map(({ kind }) => kind).sort();
  if (actual.join() !== kinds.join()) {
    throw new RangeError(
      `${where}: inputs must be ${kinds.join(" and ")}, one of each, got ${quoted(actual.join(", "))}`,
    );
  }
}

function checkCrossing(decoder: Graph, encoded: ValueShape | undefined, where: string): void {
  if (encoded?.kind !== "features") {
    throw new RangeError(`${where}: the encoder must return features, got ${encoded?.kind}`);
  }
  for (const input of decoder.inputs) {
    if (input.kind === "features" && input.features !== encoded.features) {
      throw new RangeError(
        `${where}: decoder input "${input.name}" (${input.features} features) must equal what the encoder returns (${encoded.features})`,
      );
    }
  }
}

function checkScores(decoder: Graph, scores: ValueShape | undefined, where: string): void {
  const target = decoder.inputs.find((input) => input.kind === "tokens");
  if (scores?.kind !== "logits" || scores.positions !== target?.name) {
    throw new RangeError(
      `${where}: the decoder must return logits at its tokens' positions, got ${scores?.kind} at those of "${scores?.positions}"`,
    );
  }
}

function checkFit<Op extends NodeOp>(
  node: Node<Op>,
  { tokens: { vocabularySize }, maximumLength }: ModelDescription,
  where: string,
): void {
  const rule = definitions[node.op].misfit?.(node, { vocabularySize, maximumLength });
  if (rule !== undefined) throw new RangeError(`${where}: ${titleOf(node)}: ${rule}`);
}
