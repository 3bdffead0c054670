import { type CheckedModel, sameDomain } from "@bnnkit/model";
import { Emitter, rowsAs } from "../compile/emitter.ts";
import { lowerGraph } from "../compile/lower-graph.ts";
import type { LoweredLayer } from "../compile/lowered-layer.ts";
import type { Instruction, RowSpace, Rows, Value } from "../compile/value.ts";
import type { WeightMemory } from "../compile/weight-memory.ts";
import { PositionTables } from "../memory/position-tables.ts";
import { type CrossAttention, crossAttentionsOf } from "./cross-attention.ts";

/** A translation model as operations on two spaces of rows. */
export interface Program {
  readonly layers: readonly LoweredLayer[];
  /** Computed once for a batch of sentences: the encoder, and of the decoder what depends on nothing else. */
  readonly source: readonly Instruction[];
  /** Computed in every decoding step for its rows, up to the scores. */
  readonly target: readonly Instruction[];
  /** Rows of the source that steps read: keys and values of the cross attention. */
  readonly crossing: readonly Rows[];
  /** Keys and values of earlier steps; they have a row for each slot of the cache. */
  readonly caches: readonly Rows[];
  /** float32 [rows, vocabularySize] */
  readonly scores: Rows;
  readonly vocabularySize: number;
  /** Where steps look at the encoded sentence. */
  readonly crossAttentions: readonly CrossAttention[];
  readonly positionTables: PositionTables;
}

/** Lowers both graphs of a translation model: the encoder over the positions of all sentences, the decoder over the live
 *  hypotheses. */
export function lowerTranslation(model: CheckedModel, weights: WeightMemory): Program {
  const [encoder, decoder] = model.graphs;
  const ids = decoder.graph.inputs.find(({ kind }) => kind === "ids");
  const source: RowSpace = { name: "source", domain: encoder.output.domain };
  const target: RowSpace = {
    name: "target",
    domain: { kind: "sequence", of: ids?.name ?? "" },
  };
  const emitter = new Emitter(weights, (space) => space === target);
  const encoded = lowerGraph(emitter, encoder, { inputs: new Map(), spaceOf: () => source });
  const inputs = decoder.graph.inputs.flatMap(({ name, kind }): [string, Value][] =>
    kind === "rows" ? [[name, encoded]] : [],
  );
  const scores = lowerGraph(emitter, decoder, {
    inputs: new Map(inputs),
    spaceOf: (domain) => (sameDomain(domain, target.domain) ? target : source),
  });
  const { instructions, caches } = emitter;
  const steps = instructions.filter(({ space }) => space === target);
  const read = steps.flatMap(({ reads }) => reads);
  return {
    layers: emitter.layers,
    source: instructions.filter(({ space }) => space === source),
    target: steps,
    crossing: [...new Set(read.filter(({ space }) => space === source))],
    caches: [...caches.values()],
    scores: rowsAs(scores, "floats"),
    vocabularySize: scores.type.features,
    crossAttentions: crossAttentionsOf(decoder, emitter),
    positionTables: new PositionTables(),
  };
}
