import type { CheckedModel } from "@bnnkit/model";
import { Emitter, rowsAs } from "../compile/emitter.ts";
import { lowerGraph } from "../compile/lower-graph.ts";
import type { LoweredLayer } from "../compile/lowered-layer.ts";
import type { Instruction, RowSpace, Rows } from "../compile/value.ts";
import type { WeightMemory } from "../compile/weight-memory.ts";
import { PositionTables } from "../memory/position-tables.ts";

/** A language model as operations on rows of tokens, whose keys and values are kept for the rows that follow. */
export interface TokenProgram {
  readonly layers: readonly LoweredLayer[];
  readonly instructions: readonly Instruction[];
  /** Those that a row needs whose scores nobody wants: up to the last keys and values. */
  readonly untilCached: readonly Instruction[];
  /** Keys and values of earlier rows; they have a row for each token of each text. */
  readonly caches: readonly Rows[];
  /** float32 [rows, vocabularySize] */
  readonly scores: Rows;
  readonly vocabularySize: number;
  readonly positionTables: PositionTables;
}

/** Lowers the graph of a language model that predicts the next word. */
export function lowerTokens(model: CheckedModel, weights: WeightMemory): TokenProgram {
  const [typed] = model.graphs;
  const rows: RowSpace = { name: "tokens", domain: typed.output.domain };
  const emitter = new Emitter(weights, () => true);
  const scores = lowerGraph(emitter, typed, { inputs: new Map(), spaceOf: () => rows });
  const { instructions, caches } = emitter;
  const lastCached = instructions.findLastIndex(({ writes }) => writes.length === 0);
  return {
    layers: emitter.layers,
    instructions,
    untilCached: instructions.slice(0, lastCached + 1),
    caches: [...caches.values()],
    scores: rowsAs(scores, "floats"),
    vocabularySize: scores.type.features,
    positionTables: new PositionTables(),
  };
}
