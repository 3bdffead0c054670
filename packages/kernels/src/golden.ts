import { packBipolar } from "@bnnkit/core";
import type { Engine } from "./engine.ts";
import { jsEngine } from "./js/js-engine.ts";
import type { Kernels } from "./kernels.ts";
import { packFloatLanes } from "./pack-float-lanes.ts";
import { packLanes } from "./pack-lanes.ts";
import type { OperationName } from "./tape/operation.ts";
import { TapeBuilder } from "./tape/tape-builder.ts";
import { TapeKernels } from "./tape-kernels.ts";

const ROWS = 7;
const FEATURES = 66;
const HEADS = 2;
const OUTPUTS = 21;
const BEST = 3;
const ARENA_BYTES = 2 ** 18;

/** Outputs of one operation on the golden data. */
interface GoldenOutput {
  readonly operation: OperationName;
  readonly values: Float32Array | Int32Array;
}

/**
 * Runs every operation once on fixed data, compares with the JavaScript kernels and throws an Error that names the
 * first operation that differs: integers must be equal, floats within 2^−16 of the largest magnitude of the output.
 *
 * 7 rows, 66 features and 21 outputs reach the whole tiles and the tails of every micro-kernel.
 */
export function proveEngine(engine: Engine): void {
  const expected = goldenOutputs(new TapeKernels(jsEngine(ARENA_BYTES), ARENA_BYTES, ""));
  const actual = goldenOutputs(new TapeKernels(engine, 2 ** 31, ""));
  for (const [i, { operation, values }] of expected.entries()) {
    if (!agree(values, actual[i].values)) {
      throw new Error(`${operation} on ${engine.isa} fails its golden self-test`);
    }
  }
}

function agree(expected: Float32Array | Int32Array, actual: Float32Array | Int32Array): boolean {
  let largest = 0;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  const tolerance = expected instanceof Int32Array ? 0 : 2 ** -16 * largest;
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) return false;
  }
  return true;
}

function goldenOutputs(kernels: Kernels): GoldenOutput[] {
  const random = pseudoRandom(1);
  const outputs: { operation: OperationName; offset: number; length: number; float: boolean }[] =
    [];
  const allocate = (length: number): number => {
    const offset = kernels.allocate(4 * length);
    kernels.int32(offset, length).fill(0);
    return offset;
  };
  const floats = (length: number): number => {
    const offset = allocate(length);
    kernels.float32(offset, length).set(Float32Array.from({ length }, random));
    return offset;
  };
  const ints = (values: ArrayLike<number>): number => {
    const offset = allocate(values.length);
    kernels.int32(offset, values.length).set(values);
    return offset;
  };
  const out = (operation: OperationName, length: number, float = true): number => {
    const offset = allocate(length);
    outputs.push({ operation, offset, length, float });
    return offset;
  };

  const rows = ints([ROWS]);
  const features = FEATURES;
  const size = ROWS * FEATURES;
  const products = ROWS * OUTPUTS;
  const x = floats(size);
  kernels.float32(x, 4).set([0, -0, -1e-30, 1e-30]);
  const y = floats(size);
  const signs = packBipolar(
    Float32Array.from({ length: OUTPUTS * FEATURES }, random),
    OUTPUTS,
    FEATURES,
  );
  const lanes = packLanes(signs);
  const weights = ints(new Int32Array(lanes.buffer));
  const floatLanes = packFloatLanes(
    Float32Array.from({ length: OUTPUTS * FEATURES }, random),
    OUTPUTS,
    FEATURES,
  );
  const floatWeights = allocate(floatLanes.length);
  kernels.float32(floatWeights, floatLanes.length).set(floatLanes);
  const columnScales = floats(OUTPUTS);
  const bias = floats(OUTPUTS);
  const scales = {
    columnScales,
    bias,
    relu: true,
    rows,
    outFeatures: OUTPUTS,
    inFeatures: features,
  };
  const ids = ints([3, 0, 5, 1, 20, 2, 4]);
  const codes = kernels.allocate(OUTPUTS * FEATURES);
  kernels
    .int8(codes, OUTPUTS * FEATURES)
    .set(Int8Array.from({ length: OUTPUTS * FEATURES }, () => 127 * random()));
  const embedding = {
    ids,
    positions: ids,
    positionTable: floats(OUTPUTS * FEATURES),
    rows,
    features,
  };
  const bits = out("signPackTokenMaximum", ROWS * 4, false);
  const rowScales = out("signPackTokenMaximum", ROWS);
  const quantized = out("quantizeInt8", Math.ceil(size / 4), false);
  const quantizedScales = out("quantizeInt8", ROWS);
  const logits = out("gemmInt8", products);
  const keys = {
    k: x,
    v: y,
    heads: HEADS,
    headFeatures: FEATURES / HEADS,
    maximumKeys: ROWS,
    rows,
  };

  const tape = new TapeBuilder(kernels)
    .embedInt8({
      ...embedding,
      codes,
      scales: columnScales,
      multiplier: 3,
      out: out("embedInt8", size),
    })
    .embedFloat32({
      ...embedding,
      table: embedding.positionTable,
      multiplier: 3,
      out: out("embedFloat32", size),
    })
    .signPackTokenMaximum({ x, rows, features, bits, rowScales })
    .signPackShift({ x, shift: y, rows, features, bits: out("signPackShift", ROWS * 4, false) })
    .bgemm({ ...scales, bits, weights, rowScales, out: out("bgemm", products) })
    .bgemmInt32({ ...scales, bits, weights, out: out("bgemmInt32", products, false) })
    .signWeightGemm({ ...scales, x, weights, out: out("signWeightGemm", products) })
    .gemmFloat32({ ...scales, x, weights: floatWeights, out: out("gemmFloat32", products) })
    .layerNorm({
      ...{ x, rows, features, groups: 2, gamma: bias, beta: columnScales, epsilon: 1e-6 },
      ...{ addend: y, out: out("layerNorm", size) },
    })
    .relu({ x, rows, features, out: out("relu", size) })
    .add({ a: x, b: y, rows, features, out: out("add", size) })
    .attention({
      ...{
        ...keys,
        q: y,
        keyStart: ints([0, 1, 2, 3, 1, 0, 0]),
        keyCount: ints([7, 5, 3, 1, 0, 4, 6]),
      },
      out: out("attention", size),
    })
    .quantizeInt8({ x, rows, features, codes: quantized, rowScales: quantizedScales })
    .gemmInt8({
      ...scales,
      codes: quantized,
      weights: codes,
      rowScales: quantizedScales,
      out: logits,
    })
    .logSoftmaxTopK({
      ...{ logits, rows, vocabularySize: OUTPUTS, k: BEST },
      outIds: out("logSoftmaxTopK", ROWS * BEST, false),
      outLogProbabilities: out("logSoftmaxTopK", ROWS * BEST),
    })
    .copyRows({ from: x, to: out("copyRows", OUTPUTS * FEATURES), rows, features, toRow: ids })
    .binarize({ x, rows, features, groups: 2, out: out("binarize", size) })
    .build();
  kernels.run(tape);
  return outputs.map(({ operation, offset, length, float }) => ({
    operation,
    values: float ? kernels.float32(offset, length) : kernels.int32(offset, length),
  }));
}

/** Numbers in (−1, 1) that are the same everywhere: a linear congruence modulo 2³². */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}
