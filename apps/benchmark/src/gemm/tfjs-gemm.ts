import * as tf from "@tensorflow/tfjs";
import type { Arm } from "../arm.ts";
import { startTfjsWasm } from "../peers/tfjs.ts";
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
  await startTfjsWasm();
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
