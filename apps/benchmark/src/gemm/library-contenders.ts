import type { Contender } from "../arm.ts";
import type { OnnxPackage } from "../peers/onnxruntime.ts";
import type { GemmMatrices } from "./gemm-operands.ts";
import type { OnnxArithmetic } from "./onnx-gemm.ts";

/** `tf.matMul` on the wasm backend. Libraries are loaded only when they are to be timed, because they are slow to start. */
export const tfjsContender: Contender<GemmMatrices> = {
  name: "tfjs-wasm",
  isPeer: true,
  threads: "one",
  prepare: async (operands) => (await import("./tfjs-gemm.ts")).prepareTfjs("tfjs-wasm", operands),
  versions: async () => (await import("../peers/tfjs.ts")).tfjsVersions(),
};

/** A product in onnxruntime. */
export function onnxContender(
  runtime: OnnxPackage,
  arithmetic: OnnxArithmetic,
): Contender<GemmMatrices> {
  const name = `${runtime}-${arithmetic}`;
  return {
    name,
    isPeer: true,
    places: runtime === "onnxruntime-web" ? ["node", "browser"] : ["node"],
    threads: "any",
    prepare: async (operands, threads) => {
      const { prepareOnnx } = await import("./onnx-gemm.ts");
      return prepareOnnx({ name, runtime, arithmetic, threads }, operands);
    },
    versions: async () => (await import("../peers/onnxruntime.ts")).onnxVersions(runtime),
  };
}
