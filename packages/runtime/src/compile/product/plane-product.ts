import { isInteger, type MultiBitMatrix, multiBitMatrix, planeCodeOf } from "@bnnkit/core";
import { countPlaneRows, packPlaneLanes } from "@bnnkit/kernels";
import { type NamedTerm, namedTerms } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Addresses, Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { planesOf } from "./bit-codes.ts";
import { emitFloatProduct } from "./float-product.ts";
import type { Product } from "./product.ts";
import { emitSigns } from "./sign-behind.ts";

/** Sums of bits on both sides: a popcount for each pair of planes. Exact where both are whole numbers, with the sign that alone
 *  reads them in the same pass. */
export function multiplyPlanes(product: Product, emitter: Emitter): Value {
  const { node, output, x } = product;
  const bits = rowsAs(x, "bits");
  const operands = planeOperands(product, emitter);
  if (!isInteger(output.code)) return multiplyScaledPlanes(product, emitter);
  const weightCode = planeCodeOf(node.weights.code);
  const signs = emitSigns(product, emitter, {
    reads: [bits],
    emit: (tape, at, signs) => tape.planeGemmSign({ ...operands(at), ...signs, weightCode }),
  });
  if (signs !== undefined) return signs;
  const out = emitter.ints(node.name, output);
  emitter.emit({
    ...{ node: node.name, reads: [bits], writes: [out.ints] },
    emit: (tape, at) =>
      tape.planeGemmInt32({ ...operands(at), weightCode, out: at.offset(out.ints) }),
  });
  return out;
}

function multiplyScaledPlanes(product: Product, emitter: Emitter): Value {
  const { node, x } = product;
  const operands = planeOperands(product, emitter);
  const columns = placeColumns(product, emitter.weights);
  const real = { ...columns, weightPlanes: planesOf(node.weights.code) };
  return emitFloatProduct(product, emitter, {
    reads: [rowsAs(x, "bits")],
    emitFloats: (tape, at, output) => tape.planeGemm({ ...operands(at), ...real, ...output }),
    emitCodes: (tape, at, output) => tape.planeGemmInt8({ ...operands(at), ...real, ...output }),
  });
}

function planeOperands(product: Product, emitter: Emitter) {
  const { x, size } = product;
  const bits = rowsAs(x, "bits");
  const activationCode = planeCodeOf(x.type.code);
  const shared = { ...size, ...placePlanes(product, emitter.weights), activationCode };
  return ({ rows, offset }: Addresses) => {
    return { ...shared, bits: offset(bits), rows: rows(x.space) };
  };
}

/** The planes of the weights as the operation reads them, and the bits that each row has set. */
function placePlanes(
  { node: { weights }, size }: Product,
  memory: WeightMemory,
): { readonly weights: number; readonly columnCounts: number } {
  const matrix = (): MultiBitMatrix => {
    const words = namedTerms(weights).flatMap((term) => planesOfTerm(term, memory));
    const { outFeatures, inFeatures } = size;
    return multiBitMatrix(words, outFeatures, inFeatures, { bits: words.length });
  };
  const { tensor } = weights;
  return {
    weights: memory.place(`${tensor} in plane lanes`, () => packPlaneLanes(matrix())),
    columnCounts: memory.place(`${tensor} plane counts`, () => countPlaneRows(matrix())),
  };
}

function planesOfTerm(
  { prefix, term: { digit } }: NamedTerm,
  memory: WeightMemory,
): readonly Uint32Array[] {
  if (digit !== "ternary") return [memory.tensor(`${prefix}.bits`, "U32").data];
  const mask = memory.tensor(`${prefix}.mask`, "U32").data;
  const sign = memory.tensor(`${prefix}.sign`, "U32").data;
  // A 0 has no sign, whatever its bit says.
  return [mask, sign.map((word, i) => word & mask[i])];
}

/** What the planes of the weights stand for in each row. */
function placeColumns(
  { node: { weights }, size: { outFeatures } }: Product,
  memory: WeightMemory,
): { readonly columnOffsets: number; readonly columnWeights: number } {
  const { tensor } = weights;
  const perColumn = (value: (n: number) => number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: outFeatures }, (_, n) => value(n));
  const terms = () => namedTerms(weights).map((named) => constantsOf(named, memory));
  const offsets = (): Float32Array<ArrayBuffer> => {
    const all = terms();
    return perColumn((n) => all.reduce((sum, { offset }) => sum + offset(n), 0));
  };
  const planeWeights = (): Float32Array<ArrayBuffer> => {
    const all = terms().flatMap(({ planeWeights: own }) => own);
    return Float32Array.from({ length: all.length * outFeatures }, (_, i) =>
      all[Math.floor(i / outFeatures)](i % outFeatures),
    );
  };
  return {
    columnOffsets: memory.place(`${tensor} offsets of planes`, offsets),
    columnWeights: memory.place(`${tensor} weights of planes`, planeWeights),
  };
}

type OfColumn = (n: number) => number;

/** A term as `offset + Σ planeWeights·bit`, as `planeCodeOf` has it, for each row of the weights. */
function constantsOf(
  { prefix, term: { digit, scale = 1, offset = 0 } }: NamedTerm,
  memory: WeightMemory,
): { readonly offset: OfColumn; readonly planeWeights: readonly OfColumn[] } {
  const s = columnReader(scale, `${prefix}.scales`, memory);
  const o = columnReader(offset, `${prefix}.offsets`, memory);
  switch (digit) {
    case "bipolar":
      return { offset: (n) => o(n) + s(n), planeWeights: [(n) => -2 * s(n)] };
    case "unipolar":
      return { offset: o, planeWeights: [s] };
    default:
      return { offset: () => 0, planeWeights: [(n) => o(n) + s(n), (n) => -2 * s(n)] };
  }
}

function columnReader(value: number | "row", tensor: string, memory: WeightMemory): OfColumn {
  if (value !== "row") return () => value;
  const { data } = memory.tensor(tensor, "F32");
  return (n) => data[n];
}
