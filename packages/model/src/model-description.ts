import type { Graph } from "./graph.ts";

/** The ids that have a meaning of their own, and the tokenizer they belong to. */
export interface TokenDescription {
  readonly vocabularySize: number;
  readonly padding: number;
  readonly begin: number;
  readonly end: number;
  readonly unknown?: number;
  /** 64 lower-case hexadecimal digits: SHA-256 of the bytes of the tokenizer's file. */
  readonly tokenizerSha256?: string;
}

/** Encoder and decoder graphs of a translation model, and its tokens. */
export interface SequenceToSequenceDescription {
  readonly name: string;
  readonly task: "sequence-to-sequence";
  readonly graphs: { readonly encoder: Graph; readonly decoder: Graph };
  readonly tokens: TokenDescription;
  /** Greatest number of positions that a graph is run on. */
  readonly maximumLength: number;
  /** Exponent α ≥ 0 of the length penalty ((5 + n)/6)^α that beam search takes unless told otherwise. */
  readonly lengthPenalty?: number;
}

/** A model without its numbers; plain data that JSON can hold. The task decides which graphs it has. */
export type ModelDescription = SequenceToSequenceDescription;

/** A graph of a description with its name. */
export interface NamedGraph {
  readonly name: string;
  readonly graph: Graph;
}

/** The graphs of a description in the order in which they run. */
export function graphsOf(description: ModelDescription): readonly NamedGraph[] {
  switch (description.task) {
    case "sequence-to-sequence":
      return [
        { name: "encoder", graph: description.graphs.encoder },
        { name: "decoder", graph: description.graphs.decoder },
      ];
    default:
      return description.task satisfies never;
  }
}
