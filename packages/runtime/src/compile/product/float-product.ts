import { packFloatLanes } from "@bnnkit/kernels";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { decodedWeights } from "./decoded-weights.ts";
import { outputStage } from "./output-stage.ts";
import type { Product } from "./product.ts";
import { emitStage, type StageDraft } from "./stage-output.ts";

export interface FloatProductDraft extends StageDraft {
  /** Of the product itself; 0 where it has none. Default 0. */
  readonly columnScales?: number;
  /** Of the product itself. */
  readonly rowScales?: Rows;
}

/** Float rows, or bytes, from an operation whose output takes up what it can of the nodes behind it. */
export function emitFloatProduct(
  { node, output }: Product,
  emitter: Emitter,
  { columnScales = 0, rowScales, ...draft }: FloatProductDraft,
): Value {
  const bias = node.bias ? emitter.weights.floats(`${node.name}.bias`) : 0;
  const stage = outputStage({ name: node.name, output }, emitter, {
    ...{ columnScales, bias },
    ...(rowScales !== undefined && { rowScales }),
  });
  return emitStage(stage, emitter, draft);
}

/** Floats on both sides, weights of any code decoded. */
export function multiplyFloats(product: Product, emitter: Emitter): Value {
  const floats = rowsAs(product.x, "floats");
  const operands = { ...product.size, weights: placeFloatLanes(product, emitter.weights) };
  const { space } = product.x;
  return emitFloatProduct(product, emitter, {
    reads: [floats],
    emitFloats: (tape, { rows, offset }, output) =>
      tape.gemmFloat32({ ...operands, ...output, x: offset(floats), rows: rows(space) }),
  });
}

function placeFloatLanes({ node: { weights }, size }: Product, memory: WeightMemory): number {
  return memory.place(`${weights.tensor} in float lanes`, () =>
    packFloatLanes(decodedWeights(weights, size, memory), size.outFeatures, size.inFeatures),
  );
}

/** One-bit weights, float activations: additions and subtractions. */
export function addSigned(product: Product, emitter: Emitter): Value {
  const floats = rowsAs(product.x, "floats");
  const { tensor, code } = product.node.weights;
  const [{ scale = 1 }] = code;
  const { weights: memory } = emitter;
  const weights = memory.signLanes(product.node.weights, product.size);
  const operands = { ...product.size, weights };
  const { space } = product.x;
  const columnScales =
    scale === "row"
      ? memory.floats(`${tensor}.scales`)
      : scale === 1
        ? 0
        : memory.place(`${tensor} constant scales`, () =>
            new Float32Array(product.size.outFeatures).fill(scale),
          );
  return emitFloatProduct(product, emitter, {
    reads: [floats],
    columnScales,
    emitFloats: (tape, { rows, offset }, output) =>
      tape.signWeightGemm({ ...operands, ...output, x: offset(floats), rows: rows(space) }),
  });
}
