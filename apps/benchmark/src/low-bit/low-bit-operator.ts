import type { Isa } from "@bnnkit/kernels";
import type { Contender } from "../arm.ts";
import { expectGemm } from "../gemm/expect-gemm.ts";
import type { GemmMatrices } from "../gemm/gemm-operands.ts";
import { formatShape, type GemmShape, gemmShapes, operationsOf } from "../gemm/gemm-shape.ts";
import { onnxContender, tfjsContender } from "../gemm/library-contenders.ts";
import type { NamedShape, OperatorDefinition } from "../operator.ts";
import { prepareFloat32Tables, prepareInt8Tables, prepareSignWeights } from "./kernels-low-bit.ts";
import {
  createOneBitOperands,
  createTernaryOperands,
  type LowBitOperands,
} from "./low-bit-operands.ts";

/** Low-bit weights with activations of many bits are for language models: the shapes of Transformers. */
const shapes: readonly NamedShape<GemmShape>[] = gemmShapes.filter(({ origin }) =>
  /^(square|Transformer|model-en-de)/.test(origin),
);

const libraries: readonly Contender<GemmMatrices>[] = [
  tfjsContender,
  onnxContender("onnxruntime-web", "float"),
  onnxContender("onnxruntime-web", "int8"),
  onnxContender("onnxruntime-web", "4bit"),
  onnxContender("onnxruntime-node", "float"),
  onnxContender("onnxruntime-node", "int8"),
];

const common = { shapes, formatShape, operationsOf } as const;

const int8Tables: readonly Contender<LowBitOperands>[] = [
  ours("bnnkit-relaxed", "wasm-relaxed-simd", prepareInt8Tables),
  ours("bnnkit-wasm", "wasm-simd128", prepareInt8Tables),
  ours("bnnkit-js", "js", prepareInt8Tables),
];

/** Absent where there is no adapter. */
const webGpuContender: Contender<LowBitOperands> = {
  name: "bnnkit-webgpu",
  ...{ isPeer: false, isOptional: true, threads: "one" },
  prepare: async (operands) =>
    (await import("./webgpu-low-bit.ts")).prepareCodes("bnnkit-webgpu", operands),
};

/** ±1 weights times int8 activations. */
export const w1a8Operator: OperatorDefinition<GemmShape, LowBitOperands> = {
  ...common,
  op: "w1a8-gemm",
  createOperands: createOneBitOperands,
  expect: expectGemm,
  contenders: [...int8Tables, webGpuContender, ...libraries],
};

/** Weights of −1, 0 and 1, 1.58 bits, times int8 activations. */
export const ternaryOperator: OperatorDefinition<GemmShape, LowBitOperands> = {
  ...common,
  op: "w1.58a8-gemm",
  createOperands: createTernaryOperands,
  expect: expectGemm,
  contenders: [...int8Tables, ...libraries],
};

/** ±1 weights times float activations. */
export const w1a32Operator: OperatorDefinition<GemmShape, LowBitOperands> = {
  ...common,
  op: "w1a32-gemm",
  createOperands: createOneBitOperands,
  expect: (operands) => ({ ...expectGemm(operands), tolerance: roundingOf(operands.shape) }),
  contenders: [
    ours("bnnkit-relaxed", "wasm-relaxed-simd", prepareFloat32Tables),
    ours("bnnkit-wasm", "wasm-simd128", prepareFloat32Tables),
    ours("bnnkit-wasm-signs", "wasm-simd128", prepareSignWeights),
    ours("bnnkit-js", "js", prepareFloat32Tables),
    ...libraries.filter(({ name }) => !name.endsWith("int8")),
  ],
};

/** What `tableGemmFloat32` may be off by: 0.76·s·Σ|w| for rows rounded in steps of s, and the rounding of the output. */
function roundingOf({ k }: GemmShape): number {
  const largest = 127;
  return k * largest * (0.76 / 4194303 + 2 ** -22);
}

function ours(
  name: string,
  isa: Isa,
  prepare: typeof prepareInt8Tables,
): Contender<LowBitOperands> {
  const isOptional = isa === "wasm-relaxed-simd";
  const start = (operands: LowBitOperands) => prepare(name, isa, operands);
  return { name, isPeer: false, isOptional, threads: "one", prepare: start };
}
