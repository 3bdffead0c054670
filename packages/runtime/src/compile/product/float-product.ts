import { packFloatLanes, type TapeBuilder } from "@bnnkit/kernels";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import { isRelu } from "../lower/activation.ts";
import type { Addresses, Rows } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { decodedWeights } from "./decoded-weights.ts";
import type { Product } from "./product.ts";

/** What an operation with bias and ReLU is told beside its own operands. */
export interface SharedOperands {
  readonly outFeatures: number;
  readonly inFeatures: number;
  readonly rows: number;
  readonly bias: number;
  readonly relu: boolean;
  readonly out: number;
}

export interface FloatProductDraft {
  readonly reads: readonly Rows[];
  readonly emit: (tape: TapeBuilder, at: Addresses, shared: SharedOperands) => void;
}

/** Float rows from an operation that adds the bias and applies a ReLU that alone reads it. */
export function emitFloatProduct(
  { node, output, size }: Product,
  emitter: Emitter,
  { reads, emit }: FloatProductDraft,
): FloatValue {
  const follower = emitter.follower(node.name)?.node;
  const relu = follower?.op === "activation" && isRelu(follower) ? follower : undefined;
  const name = relu?.name ?? node.name;
  const out = emitter.floats(name, output);
  const bias = node.bias ? emitter.weights.floats(`${node.name}.bias`) : 0;
  emitter.emit({
    node: name,
    reads,
    writes: [out.floats],
    emit: (tape, at) => {
      const [rows, floats] = [at.rows(out.space), at.offset(out.floats)];
      emit(tape, at, { ...size, rows, bias, relu: relu !== undefined, out: floats });
    },
  });
  if (relu !== undefined) emitter.define(relu.name, out);
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
      : memory.place(`${tensor} constant scales`, () =>
          new Float32Array(product.size.outFeatures).fill(scale),
        );
  return emitFloatProduct(product, emitter, {
    reads: [floats],
    emit: (tape, { offset }, shared) =>
      tape.signWeightGemm({ ...shared, x: offset(floats), weights, columnScales }),
  });
}
