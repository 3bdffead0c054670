import type { Isa } from "@bnnkit/kernels";
import type { Contender } from "../arm.ts";
import type { OperatorDefinition } from "../operator.ts";
import type { OnnxPackage } from "../peers/onnxruntime.ts";
import {
  type ConvolutionLayer,
  convolutionLayers,
  formatLayer,
  operationsOf,
} from "./convolution-layer.ts";
import { type ConvolutionOperands, createConvolutionOperands } from "./convolution-operands.ts";
import { expectConvolution } from "./expect-convolution.ts";
import { prepareBits, prepareFloats } from "./kernels-convolution.ts";

/** Everything that convolves ±1 maps here, in the order of the table. */
const contenders: readonly Contender<ConvolutionOperands>[] = [
  ours("bnnkit-relaxed", "wasm-relaxed-simd", prepareBits),
  ours("bnnkit-relaxed-floats", "wasm-relaxed-simd", prepareFloats),
  ours("bnnkit-wasm", "wasm-simd128", prepareBits),
  ours("bnnkit-wasm-floats", "wasm-simd128", prepareFloats),
  ours("bnnkit-js", "js", prepareBits),
  {
    // Absent where there is no adapter.
    name: "bnnkit-webgpu",
    ...{ isPeer: false, isOptional: true, threads: "one" },
    prepare: async (operands) =>
      (await import("./webgpu-convolution.ts")).prepareMaps("bnnkit-webgpu", operands),
  },
  {
    name: "tfjs-wasm",
    isPeer: true,
    threads: "one",
    prepare: async (operands) =>
      (await import("./tfjs-convolution.ts")).prepareTfjs("tfjs-wasm", operands),
    versions: async () => (await import("../peers/tfjs.ts")).tfjsVersions(),
  },
  onnx("onnxruntime-web"),
  onnx("onnxruntime-node"),
];

/** ±1 maps with ±1 filters over one image, channels last, surrounded by zeros. */
export const convolutionOperator: OperatorDefinition<ConvolutionLayer, ConvolutionOperands> = {
  op: "w1a1-conv2d",
  shapes: convolutionLayers,
  formatShape: formatLayer,
  operationsOf,
  createOperands: createConvolutionOperands,
  expect: expectConvolution,
  contenders,
};

function ours(name: string, isa: Isa, prepare: typeof prepareBits): Contender<ConvolutionOperands> {
  const start = (operands: ConvolutionOperands) => prepare(name, isa, operands);
  const isOptional = isa === "wasm-relaxed-simd";
  return { name, isPeer: false, isOptional, threads: "one", prepare: start };
}

function onnx(runtime: OnnxPackage): Contender<ConvolutionOperands> {
  const name = `${runtime}-float`;
  return {
    name,
    isPeer: true,
    places: runtime === "onnxruntime-web" ? ["node", "browser"] : ["node"],
    threads: "any",
    prepare: async (operands, threads) => {
      const { prepareOnnx } = await import("./onnx-convolution.ts");
      return prepareOnnx({ name, runtime, threads }, operands);
    },
    versions: async () => (await import("../peers/onnxruntime.ts")).onnxVersions(runtime),
  };
}
