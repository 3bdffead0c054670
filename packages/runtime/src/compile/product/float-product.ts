import { type FloatOutput, packFloatLanes, type TapeBuilder } from "@bnnkit/kernels";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import type { Addresses, Rows } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { decodedWeights } from "./decoded-weights.ts";
import { defineFloats, floatOutput, outputStage, readsOf } from "./output-stage.ts";
import type { Product } from "./product.ts";

/** What an operation is told beside its own operands. */
export interface SharedOperands extends FloatOutput {
  readonly outFeatures: number;
  readonly inFeatures: number;
  readonly rows: number;
}

export interface FloatProductDraft {
  readonly reads: readonly Rows[];
  /** Of the product itself; 0 where it has none. Default 0. */
  readonly columnScales?: number;
  /** Of the product itself. */
  readonly rowScales?: Rows;
  readonly emit: (tape: TapeBuilder, at: Addresses, shared: SharedOperands) => void;
}

/** Float rows from an operation whose output takes up what it can of the nodes behind it. */
export function emitFloatProduct(
  { node, output, size }: Product,
  emitter: Emitter,
  { reads, columnScales = 0, rowScales, emit }: FloatProductDraft,
): FloatValue {
  const bias = node.bias ? emitter.weights.floats(`${node.name}.bias`) : 0;
  const stage = outputStage({ name: node.name, output }, emitter, {
    ...{ columnScales, bias },
    ...(rowScales !== undefined && { rowScales }),
  });
  const out = defineFloats(stage, emitter);
  emitter.emit({
    node: stage.name,
    reads: [...reads, ...readsOf(stage)],
    writes: [out.floats],
    emit: (tape, at) => {
      const rows = at.rows(out.space);
      emit(tape, at, { ...size, ...floatOutput(stage, out.floats, at), rows });
    },
  });
  return out;
}

/** Floats on both sides, weights of any code decoded. */
export function multiplyFloats(product: Product, emitter: Emitter): FloatValue {
  const floats = rowsAs(product.x, "floats");
  const weights = placeFloatLanes(product, emitter.weights);
  return emitFloatProduct(product, emitter, {
    reads: [floats],
    emit: (tape, { offset }, shared) => tape.gemmFloat32({ ...shared, x: offset(floats), weights }),
  });
}

function placeFloatLanes({ node: { weights }, size }: Product, memory: WeightMemory): number {
  return memory.place(`${weights.tensor} in float lanes`, () =>
    packFloatLanes(decodedWeights(weights, size, memory), size.outFeatures, size.inFeatures),
  );
}

/** One-bit weights, float activations: additions and subtractions. */
export function addSigned(product: Product, emitter: Emitter): FloatValue {
  const floats = rowsAs(product.x, "floats");
  const { tensor, code } = product.node.weights;
  const [{ scale = 1 }] = code;
  const { weights: memory } = emitter;
  const weights = memory.signLanes(product.node.weights, product.size);
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
    emit: (tape, { offset }, shared) =>
      tape.signWeightGemm({ ...shared, x: offset(floats), weights }),
  });
}
