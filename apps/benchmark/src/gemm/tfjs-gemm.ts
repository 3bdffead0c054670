import * as tf from "@tensorflow/tfjs";
import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import type { Arm } from "../arm.ts";
import type { GemmMatrices } from "./gemm-operands.ts";

/**
 * `tf.matMul` of the wasm backend in float32, on one thread.
 *
 * The weights lie K×N, because that is the only layout for which the backend takes its fast path (XNNPACK with
 * packed weights that it keeps); a transposed operand goes through a naive loop. Integers are exact in float32 up to
 * 2²⁴.
 */
export async function prepareTfjs(
  name: string,
  { shape: { m, n, k }, a, b }: GemmMatrices,
): Promise<Arm> {
  await startWasmBackend();
  const left = tf.tensor2d(Float32Array.from(a), [m, k]);
  const right = tf.tidy(() => tf.transpose(tf.tensor2d(Float32Array.from(b), [n, k])));
  let product: tf.Tensor | undefined;
  return {
    name,
    run: () => {
      product?.dispose();
      product = tf.matMul(left, right);
    },
    result: () => product?.dataSync() ?? [],
    dispose: () => {
      product?.dispose();
      tf.dispose([left, right]);
    },
  };
}

/** Versions of the packages behind {@link prepareTfjs}. */
export function tfjsVersions(): Readonly<Record<string, string>> {
  return {
    "@tensorflow/tfjs": tf.version.tfjs,
    "@tensorflow/tfjs-backend-wasm": version_wasm,
  };
}

async function startWasmBackend(): Promise<void> {
  if (!tf.engine().registry.wasm) {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    if (typeof process === "undefined") setWasmPaths("/@tensorflow/tfjs-backend-wasm/");
  }
  if (!(await tf.setBackend("wasm"))) {
    throw new Error("tfjs-wasm: the wasm backend of TensorFlow.js does not start here");
  }
}
