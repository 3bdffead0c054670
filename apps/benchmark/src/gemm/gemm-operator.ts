import type { Isa } from "@bnnkit/kernels";
import type { Contender } from "../arm.ts";
import type { OperatorDefinition } from "../operator.ts";
import { expectGemm } from "./expect-gemm.ts";
import { createGemmOperands, type GemmOperands } from "./gemm-operands.ts";
import { formatShape, type GemmShape, gemmShapes, operationsOf } from "./gemm-shape.ts";
import { prepareBits, prepareFloats } from "./kernels-gemm.ts";
import { onnxContender, tfjsContender } from "./library-contenders.ts";
import { preparePopcount } from "./popcount-gemm.ts";

/** Everything that multiplies ±1 matrices here, in the order of the table. */
const contenders: readonly Contender<GemmOperands>[] = [
  ours("bnnkit-relaxed", "wasm-relaxed-simd", prepareBits),
  ours("bnnkit-relaxed-floats", "wasm-relaxed-simd", prepareFloats),
  ours("bnnkit-wasm", "wasm-simd128", prepareBits),
  ours("bnnkit-wasm-floats", "wasm-simd128", prepareFloats),
  ours("bnnkit-js", "js", prepareBits),
  webGpu("bnnkit-webgpu"),
  webGpu("bnnkit-webgpu-transfer"),
  {
    name: "popcount-js",
    isPeer: true,
    threads: "one",
    prepare: (operands) => preparePopcount("popcount-js", operands),
  },
  tfjsContender,
  onnxContender("onnxruntime-web", "float"),
  onnxContender("onnxruntime-web", "int8"),
  onnxContender("onnxruntime-web", "4bit"),
  onnxContender("onnxruntime-node", "float"),
  onnxContender("onnxruntime-node", "int8"),
  popcnt("gcc"),
  popcnt("clang"),
  {
    name: "c-vpopcntdq",
    isPeer: true,
    places: ["node"],
    threads: "one",
    prepare: async (operands) => {
      const { prepareNative, vpopcntBuild } = await import("./native-gemm.ts");
      return prepareNative("c-vpopcntdq", vpopcntBuild, operands);
    },
  },
];

/** ±1 times ±1, summed exactly. */
export const gemmOperator: OperatorDefinition<GemmShape, GemmOperands> = {
  op: "w1a1-gemm",
  shapes: gemmShapes,
  formatShape,
  operationsOf,
  createOperands: createGemmOperands,
  expect: expectGemm,
  contenders,
};

function ours(name: string, isa: Isa, prepare: typeof prepareBits): Contender<GemmOperands> {
  return {
    name,
    isPeer: false,
    isOptional: isa === "wasm-relaxed-simd",
    threads: isa === "js" ? "one" : "any",
    prepare: (operands, threads) => prepare(name, isa, operands, threads),
  };
}

/** Absent where there is no adapter. */
function webGpu(name: "bnnkit-webgpu" | "bnnkit-webgpu-transfer"): Contender<GemmOperands> {
  return {
    name,
    ...{ isPeer: false, isOptional: true, threads: "one" },
    prepare: async (operands) => {
      const { prepareBits, prepareTransfer } = await import("./webgpu-gemm.ts");
      const prepare = name === "bnnkit-webgpu" ? prepareBits : prepareTransfer;
      return prepare(name, operands);
    },
  };
}

function popcnt(compiler: "gcc" | "clang"): Contender<GemmOperands> {
  const name = `c-popcnt-${compiler}`;
  return {
    name,
    isPeer: true,
    places: ["node"],
    threads: "one",
    prepare: async (operands) => {
      const { popcntBuild, prepareNative } = await import("./native-gemm.ts");
      return prepareNative(name, popcntBuild(compiler), operands);
    },
  };
}
