import type { Isa } from "@bnnkit/kernels";
import type { Contender } from "../arm.ts";
import type { OnnxArithmetic } from "../gemm/onnx-gemm.ts";
import type { NamedShape, OperatorDefinition } from "../operator.ts";
import type { OnnxPackage } from "../peers/onnxruntime.ts";
import { createDecoderLayerOperands, type DecoderLayerOperands } from "./decoder-layer-operands.ts";
import { type DecoderLayerShape, formatShape, operationsOf } from "./decoder-layer-shape.ts";
import { expectDecoderLayer } from "./expect-decoder-layer.ts";

const shapes: readonly NamedShape<DecoderLayerShape>[] = [
  {
    shape: { features: 2560, inner: 6912, heads: 20, keyHeads: 5, words: 32 },
    origin: "BitNet b1.58 2B: decoder layer, 1 token",
  },
  {
    shape: { features: 256, inner: 692, heads: 4, keyHeads: 1, words: 32 },
    origin: "the same, a tenth as wide",
    isQuick: true,
  },
];

/** One decoder layer of ternary weights that reads one token. */
export const decoderLayerOperator: OperatorDefinition<DecoderLayerShape, DecoderLayerOperands> = {
  op: "decoder-layer",
  ...{ shapes, formatShape, operationsOf },
  createOperands: createDecoderLayerOperands,
  expect: expectDecoderLayer,
  contenders: [
    ours("bnnkit-relaxed", "wasm-relaxed-simd"),
    ours("bnnkit-wasm", "wasm-simd128"),
    ours("bnnkit-js", "js"),
    peer("onnxruntime-web", "float"),
    peer("onnxruntime-web", "4bit"),
    peer("onnxruntime-node", "float"),
    peer("onnxruntime-node", "int8"),
  ],
};

/** In W1.58A8, by the runtime. */
function ours(name: string, isa: Isa): Contender<DecoderLayerOperands> {
  return {
    name,
    ...{ isPeer: false, isOptional: isa === "wasm-relaxed-simd", places: ["node"] },
    threads: isa === "js" ? "one" : "any",
    prepare: async (operands, threads) =>
      (await import("./runtime-decoder-layer.ts")).prepareRuntime(name, isa, operands, threads),
  };
}

function peer(runtime: OnnxPackage, arithmetic: OnnxArithmetic): Contender<DecoderLayerOperands> {
  const name = `${runtime}-${arithmetic}`;
  return {
    name,
    ...{ isPeer: true, places: ["node"], threads: "any" },
    prepare: async (operands, threads) => {
      const { prepareOnnxLayer } = await import("./onnx-decoder-layer.ts");
      return prepareOnnxLayer({ name, runtime, arithmetic, threads }, operands);
    },
    versions: async () => (await import("../peers/onnxruntime.ts")).onnxVersions(runtime),
  };
}
