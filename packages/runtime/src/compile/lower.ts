import type { CheckedModel, Graph, Interpreter } from "@bnnkit/model";
import { interpret } from "@bnnkit/model";
import { Emitter } from "./emitter.ts";
import { type Fusion, fuseGraph } from "./fusion.ts";
import type { Instruction, Stream, Value } from "./instruction.ts";
import { lowerAttention } from "./lower-attention.ts";
import { lowerDense } from "./lower-dense.ts";
import { lowerLayerNorm, lowerRelu, lowerSum } from "./lower-element-wise.ts";
import { lowerEmbedding, lowerPositions } from "./lower-embedding.ts";
import { lowerLogits } from "./lower-logits.ts";
import { PositionTables } from "./position-tables.ts";
import type { WeightMemory } from "./weight-memory.ts";

/** A model as operations on two streams. */
export interface Program {
  /** Computed once for a batch of sentences: the encoder, and of the decoder what depends on nothing else. */
  readonly source: readonly Instruction[];
  /** Computed in every decoding step for its rows, up to the logits. */
  readonly target: readonly Instruction[];
  /** Values of the source that steps read: keys and values of the cross attention. */
  readonly crossing: readonly Value[];
  /** Keys and values of earlier steps; they have a row for each slot of the cache. */
  readonly caches: readonly Value[];
  /** float32 [rows, vocabularySize] */
  readonly logits: Value;
  readonly vocabularySize: number;
  readonly positionTables: PositionTables;
}

/** Lowers both graphs of a model, laying the weights out in the arena on the way.
 *  @throws RangeError for a decoder that cannot run step by step. */
export function lowerModel(model: CheckedModel, weights: WeightMemory): Program {
  const { description } = model;
  const { encoder, decoder } = description.graphs;
  const emitter = new Emitter(weights);
  const encoded = lowerGraph(emitter, model, encoder, { tokenStream: "source" });
  const logits = lowerGraph(emitter, model, decoder, { tokenStream: "target", encoded });
  const { instructions, caches } = emitter;
  const target = instructions.filter(({ stream }) => stream === "target");
  const read = target.flatMap(({ reads }) => reads);
  return {
    source: instructions.filter(({ stream }) => stream === "source"),
    target,
    crossing: [...new Set(read.filter(({ stream }) => stream === "source"))],
    caches,
    logits,
    vocabularySize: description.tokens.vocabularySize,
    positionTables: new PositionTables(),
  };
}

interface GraphInputs {
  /** Stream of the graph's token input. */
  readonly tokenStream: Stream;
  /** Value of the graph's feature input. */
  readonly encoded?: Value;
}

function lowerGraph(
  emitter: Emitter,
  model: CheckedModel,
  graph: Graph,
  { tokenStream, encoded }: GraphInputs,
): Value {
  const shapes = model.shapesOf(graph);
  const tokens = graph.inputs.find(({ kind }) => kind === "tokens")?.name;
  const features = graph.inputs.filter(({ kind }) => kind === "features");
  const inputs = features.flatMap(({ name }): [string, Value][] => {
    return encoded === undefined ? [] : [[name, encoded]];
  });
  emitter.enterGraph(new Map(inputs), (node) =>
    shapes.get(node)?.positions === tokens ? tokenStream : "source",
  );
  const { nodes, fusions } = fuseGraph(graph);
  for (const node of nodes) {
    const value = interpret(lowerings, node, { emitter, fusion: fusions.get(node.name) });
    emitter.define(node.name, value);
  }
  return emitter.value(graph.output);
}

/** What a node is lowered with. */
interface Lowering {
  readonly emitter: Emitter;
  /** Of the node with the one before it. */
  readonly fusion: Fusion | undefined;
}

/** What the runtime makes of each op. */
export const lowerings: Interpreter<Lowering, Value> = {
  name: "runtime",
  ops: {
    embedding: { handle: (node, { emitter }) => lowerEmbedding(emitter, node) },
    "sinusoidal-position": {
      handle: (node, { emitter, fusion }) =>
        fusion?.kind === "embedding with positions"
          ? lowerEmbedding(emitter, fusion.first, node)
          : lowerPositions(emitter, node),
    },
    "layer-norm": { handle: (node, { emitter }) => lowerLayerNorm(emitter, node) },
    dense: { handle: (node, { emitter }) => lowerDense(emitter, node) },
    relu: {
      handle: (node, { emitter, fusion }) =>
        fusion?.kind === "dense with relu"
          ? lowerDense(emitter, fusion.first, node)
          : lowerRelu(emitter, node),
    },
    add: {
      handle: ({ name, inputs, features }, { emitter, fusion }) =>
        fusion?.kind === "norm with addend"
          ? lowerLayerNorm(emitter, fusion.first, { name, addend: emitter.value(fusion.addend) })
          : lowerSum(emitter, name, [emitter.value(inputs[0]), emitter.value(inputs[1])], features),
    },
    attention: { handle: (node, { emitter }) => lowerAttention(emitter, node) },
    logits: { handle: (node, { emitter }) => lowerLogits(emitter, node) },
  },
};
