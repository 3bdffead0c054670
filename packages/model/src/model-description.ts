import type { Graph } from "./graph.ts";

/** The ids that have a meaning of their own, and the tokenizer they belong to. */
export interface TokenDescription {
  readonly vocabularySize: number;
  readonly padding: number;
  readonly begin: number;
  readonly end: number;
  readonly unknown?: number;
  /** Stands for a token that a model of masked words has to find. */
  readonly mask?: number;
  /** 64 lower-case hexadecimal digits: SHA-256 of the bytes of the tokenizer's file. */
  readonly tokenizerSha256?: string;
}

interface Described<Task extends string> {
  readonly name: string;
  readonly task: Task;
}

/** Scores of classes for an image, a vector or a text: the output is one row, the greatest score wins. */
export interface ClassificationDescription extends Described<"classification"> {
  readonly graph: Graph;
  /** Name of each class. */
  readonly labels?: readonly string[];
  readonly text?: TextDescription;
}

/** Numbers for an image, a vector or a text: the output is one row. */
export interface RegressionDescription extends Described<"regression"> {
  readonly graph: Graph;
  readonly text?: TextDescription;
}

/** What a graph that reads ids has to know of texts. */
export interface TextDescription {
  readonly tokens: TokenDescription;
  /** Greatest number of positions that the graph is run on. */
  readonly maximumLength: number;
}

/** Scores of words at every position: of the next word (`next`, a causal model) or of the one that is masked. */
export interface LanguageModelDescription extends Described<"language-model"> {
  readonly graph: Graph;
  readonly predicts: "next" | "masked";
  readonly text: TextDescription;
}

/** Encoder and decoder graphs of a translation model, and its tokens. */
export interface SequenceToSequenceDescription extends Described<"sequence-to-sequence"> {
  readonly graphs: { readonly encoder: Graph; readonly decoder: Graph };
  readonly tokens: TokenDescription;
  /** Greatest number of positions that a graph is run on. */
  readonly maximumLength: number;
  /** Exponent α ≥ 0 of the length penalty ((5 + n)/6)^α that beam search takes unless told otherwise. */
  readonly lengthPenalty?: number;
}

/** A model without its numbers; plain data that JSON can hold. The task decides which graphs it has. */
export type ModelDescription =
  | ClassificationDescription
  | RegressionDescription
  | LanguageModelDescription
  | SequenceToSequenceDescription;

/** The tasks that a description may have. */
export type Task = ModelDescription["task"];

/** A graph of a description with its name. */
export interface NamedGraph {
  readonly name: string;
  readonly graph: Graph;
}

/** The graphs of a description in the order in which they run; a task with one calls it "graph". */
export function graphsOf(description: ModelDescription): readonly NamedGraph[] {
  if (description.task !== "sequence-to-sequence") {
    return [{ name: "graph", graph: description.graph }];
  }
  const { encoder, decoder } = description.graphs;
  return [
    { name: "encoder", graph: encoder },
    { name: "decoder", graph: decoder },
  ];
}

/** The text that a model reads: its tokens, and how many; undefined for a model that reads none. */
export function textOf(description: ModelDescription): TextDescription | undefined {
  return description.task === "sequence-to-sequence" ? description : description.text;
}
