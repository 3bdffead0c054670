import { type Interpreter, interpret, type TypedNamedGraph } from "@bnnkit/model";
import type { Emitter, GraphSurroundings } from "./emitter.ts";
import { lowerActivation, refuseActivation } from "./lower/activation.ts";
import { lowerAdd, refuseAdd } from "./lower/add.ts";
import { lowerAffine, refuseAffine } from "./lower/affine.ts";
import { lowerAttention, refuseAttention } from "./lower/attention.ts";
import { lowerConcatenate, refuseConcatenate } from "./lower/concatenate.ts";
import { lowerConvolution, refuseConvolution } from "./lower/convolution.ts";
import { lowerDense, refuseDense } from "./lower/dense.ts";
import { lowerEmbedding, refuseEmbedding } from "./lower/embedding.ts";
import { lowerLayerNorm } from "./lower/layer-norm.ts";
import { lowerLookUp, refuseLookUp } from "./lower/look-up.ts";
import { lowerMultiply, refuseMultiply } from "./lower/multiply.ts";
import { lowerPool, refusePool } from "./lower/pool.ts";
import { lowerPosition, refusePosition } from "./lower/position.ts";
import { lowerRotaryPosition, refuseRotaryPosition } from "./lower/rotary-position.ts";
import { lowerRound, refuseRound } from "./lower/round.ts";
import { lowerThreshold, refuseThreshold } from "./lower/threshold.ts";
import { lowerGroupSum, lowerTruthTables } from "./lower/truth-tables.ts";
import type { Value } from "./value.ts";

/** Lowers a graph, laying the weights out in the arena on the way.
 *
 *  A node may take up the only reader of its value: it defines both, and the reader is passed over. */
export function lowerGraph(
  emitter: Emitter,
  typed: TypedNamedGraph,
  surroundings: GraphSurroundings,
): Value {
  for (const node of emitter.enterGraph(typed, surroundings)) {
    const { name } = node.node;
    if (!emitter.isDefined(name)) {
      emitter.enterNode(node, () => interpret(lowerings, node, emitter));
    }
  }
  return emitter.value(typed.graph.output);
}

/** What the runtime makes of each op. */
export const lowerings: Interpreter<Emitter, Value> = {
  name: "runtime",
  ops: {
    embedding: { refuses: refuseEmbedding, handle: lowerEmbedding },
    position: { refuses: refusePosition, handle: lowerPosition },
    "rotary-position": { refuses: refuseRotaryPosition, handle: lowerRotaryPosition },
    dense: { refuses: refuseDense, handle: lowerDense },
    convolution: { refuses: refuseConvolution, handle: lowerConvolution },
    "look-up": { refuses: refuseLookUp, handle: lowerLookUp },
    "truth-tables": { handle: lowerTruthTables },
    "group-sum": { handle: lowerGroupSum },
    attention: { refuses: refuseAttention, handle: lowerAttention },
    threshold: { refuses: refuseThreshold, handle: lowerThreshold },
    round: { refuses: refuseRound, handle: lowerRound },
    affine: { refuses: refuseAffine, handle: lowerAffine },
    activation: { refuses: refuseActivation, handle: lowerActivation },
    "layer-norm": { handle: lowerLayerNorm },
    add: { refuses: refuseAdd, handle: lowerAdd },
    multiply: { refuses: refuseMultiply, handle: lowerMultiply },
    concatenate: { refuses: refuseConcatenate, handle: lowerConcatenate },
    pool: { refuses: refusePool, handle: lowerPool },
  },
};
