import type { Graph } from "@bnnkit/model";
import type { CheckpointTensors } from "./checkpoint-tensors.ts";
import type { ConfigFields } from "./config-fields.ts";
import type { DecoderBuilder } from "./decoder-builder.ts";

/** What an architecture is read from. */
export interface ArchitectureSource {
  readonly config: ConfigFields;
  readonly tensors: CheckpointTensors;
  /** Most positions that are wanted. */
  readonly maximumLength: number;
  /** Takes the nodes and tensors. */
  readonly builder: DecoderBuilder;
}

/** A graph that was read, without its nodes, which are in the builder. */
export interface ReadArchitecture extends Omit<Graph, "nodes"> {
  readonly vocabularySize: number;
  /** Most positions that the graph is right for, up to those that are wanted. */
  readonly maximumLength: number;
}

/** Reads the graph of a checkpoint of one architecture. */
export type Architecture = (source: ArchitectureSource) => Promise<ReadArchitecture>;

/** Name of the input of every graph. */
export const idsName = "ids";

/** Name of the table that embeds words, and scores them where it is tied. */
export const wordsName = "words";
