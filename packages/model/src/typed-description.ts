import { decodeDescription } from "./decode-description.ts";
import { type NodeTensor, numbersAt } from "./definition.ts";
import type { Graph } from "./graph.ts";
import { type TypedGraph, typeGraph } from "./infer-types.ts";
import {
  graphsOf,
  type ModelDescription,
  type SequenceToSequenceDescription,
  type TextDescription,
  textOf,
} from "./model-description.ts";
import { definitions, type NodeOp, type TypedNode } from "./node.ts";
import { titleOf } from "./node-inputs.ts";
import { quoted } from "./quoted.ts";
import type { JsonValue } from "./strict-json.ts";
import { tensorsOfGraphs } from "./tensors-of.ts";
import { formatDomain, type NumbersType, sameDomain, vectorDomain } from "./value-type.ts";

/** A description that was checked as a whole, with what was inferred on the way. */
export interface TypedDescription {
  /** A copy with the fields in a fixed order. */
  readonly description: ModelDescription;
  readonly graphs: readonly TypedNamedGraph[];
  /** What `tensorsOf` lists. */
  readonly tensors: ReadonlyMap<string, NodeTensor>;
}

/** A graph of a description with its name and the types of its values. */
export interface TypedNamedGraph extends TypedGraph {
  readonly name: string;
}

/** Decodes a description and checks that its graphs, vocabulary, lengths and tensors fit each other.
 *  @throws TypeError for a field of the wrong kind, RangeError for anything else; both name the field or node. */
export function decodeTypedDescription(value: JsonValue, where: string): TypedDescription {
  return typeDescription(decodeDescription(value, where), where);
}

/** Checks that the graphs, vocabulary, lengths and tensors of a description fit each other. */
export function typeDescription(description: ModelDescription, where: string): TypedDescription {
  if (description.task === "sequence-to-sequence") checkInputKinds(description, where);
  const graphs = graphsOf(description).map(({ name, graph }) => ({
    name,
    ...typeGraph(graph, `${where}: ${name}`),
  }));
  const text = textOf(description);
  for (const { name, graph, nodes } of graphs) {
    checkVocabulary(graph, text, `${where}: ${name}`);
    if (text === undefined) continue;
    for (const typed of nodes) checkFit(typed, text, `${where}: ${name}`);
  }
  checkTask(description, graphs, where);
  return { description, graphs, tensors: tensorsOfGraphs(graphs) };
}

function checkTask(
  description: ModelDescription,
  graphs: readonly TypedNamedGraph[],
  where: string,
): void {
  switch (description.task) {
    case "classification":
    case "regression":
      checkOneRow(description, graphs[0], where);
      break;
    case "language-model":
      checkWordScores(graphs[0], description.text, `${where}: the graph`);
      if (description.predicts === "next") checkCausal(graphs[0], `${where}: the graph`);
      break;
    case "sequence-to-sequence":
      checkCrossing(graphs[1].graph, graphs[0].output, where);
      checkWordScores(graphs[1], description, `${where}: the decoder`);
      checkCausal(graphs[1], `${where}: the decoder`);
      break;
    default:
      description satisfies never;
  }
}

/** One input, which is not named as the output of golden examples, and an output of one row. */
function checkOneRow(
  description: Extract<ModelDescription, { readonly task: "classification" | "regression" }>,
  { graph, output }: TypedGraph,
  where: string,
): void {
  checkCount(where, "the graph must have one input", graph.inputs.length, 1);
  if (graph.inputs[0].name === "output") {
    throw new RangeError(`${where}: the input must not be named "output"`);
  }
  const isRow = sameDomain(output.domain, vectorDomain);
  if (!isRow) {
    throw new RangeError(
      `${where}: the graph must return one row, got those of "${formatDomain(output.domain)}"`,
    );
  }
  const labels = description.task === "classification" ? description.labels : undefined;
  if (labels !== undefined) {
    checkCount(where, "labels must name each score", labels.length, output.features);
  }
}

/** A row must not see the rows that come after it, which are not there yet when it is computed. */
function checkCausal({ graph, nodes }: TypedGraph, where: string): void {
  const ids = graph.inputs.find(({ kind }) => kind === "ids")?.name;
  for (const typed of nodes) {
    const { node } = typed;
    if (node.op !== "attention" || node.causal) continue;
    const { domain } = numbersAt(typed, 1);
    if (domain.kind === "sequence" && domain.of === ids) {
      throw new RangeError(
        `${where}: ${titleOf(node)} must be causal, because a step sees only the steps before it`,
      );
    }
  }
}

/** Scores of all words at the positions of the ids. */
function checkWordScores(
  { graph, output }: TypedGraph,
  { tokens }: TextDescription,
  where: string,
): void {
  const ids = graph.inputs.find(({ kind }) => kind === "ids");
  if (ids === undefined) throw new RangeError(`${where} must have an input of ids`);
  const { domain, features, code } = output;
  if (!(domain.kind === "sequence" && domain.of === ids.name)) {
    throw new RangeError(
      `${where} must return scores at its ids' positions ("${ids.name}"), got rows of "${formatDomain(domain)}"`,
    );
  }
  checkCount(where, "must return a score for each word", features, tokens.vocabularySize);
  if (code[0].digit !== "float32") {
    throw new RangeError(`${where} must return float32, got ${code[0].digit}`);
  }
}

function checkInputKinds({ graphs }: SequenceToSequenceDescription, where: string): void {
  checkKinds(graphs.encoder, ["ids"], `${where}: encoder`);
  checkKinds(graphs.decoder, ["ids", "rows"], `${where}: decoder`);
}

function checkKinds(graph: Graph, kinds: readonly string[], where: string): void {
  const actual = graph.inputs.map(({ kind }) => kind).sort();
  if (actual.join() !== kinds.join()) {
    throw new RangeError(
      `${where}: inputs must be ${kinds.join(" and ")}, one of each, got ${quoted(actual.join(", "))}`,
    );
  }
}

function checkCrossing(decoder: Graph, encoded: NumbersType, where: string): void {
  for (const input of decoder.inputs) {
    if (input.kind !== "rows") continue;
    if (input.features !== encoded.features || encoded.code[0].digit !== "float32") {
      throw new RangeError(
        `${where}: decoder input "${input.name}" (${input.features} float32) must equal what the encoder returns (${encoded.features} ${encoded.code[0].digit})`,
      );
    }
  }
}

function checkVocabulary(graph: Graph, text: TextDescription | undefined, where: string): void {
  for (const input of graph.inputs) {
    if (input.kind !== "ids") continue;
    if (text === undefined) throw new RangeError(`${where}: input "${input.name}" needs a text`);
    checkCount(
      `${where}: input "${input.name}"`,
      "count must equal tokens.vocabularySize",
      input.count,
      text.tokens.vocabularySize,
    );
  }
}

function checkCount(where: string, rule: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new RangeError(`${where}: ${rule} (${expected}), got ${actual}`);
  }
}

function checkFit<Op extends NodeOp>(
  typed: TypedNode<Op>,
  { maximumLength }: TextDescription,
  where: string,
): void {
  const op: Op = typed.node.op;
  const rule = definitions[op].misfit?.(typed, maximumLength);
  if (rule !== undefined) throw new RangeError(`${where}: ${titleOf(typed.node)}: ${rule}`);
}
