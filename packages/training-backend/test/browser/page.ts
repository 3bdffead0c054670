/// <reference types="vite/client" />
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import { type BackendReport, installTrainingBackend } from "../../src/index.ts";

/** What the page finds out. */
export interface BrowserRun {
  readonly report: BackendReport;
  readonly losses: readonly number[];
  readonly poolGradient: readonly number[];
}

declare global {
  interface Window {
    train(): Promise<BrowserRun>;
  }
}

window.train = async () => {
  setWasmPaths({
    "tfjs-backend-wasm.wasm": simd, // never loaded, like the threaded one
    "tfjs-backend-wasm-simd.wasm": simd,
    "tfjs-backend-wasm-threaded-simd.wasm": simd,
  });
  const report = await installTrainingBackend();
  const x = tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
  const labels = tf.tensor1d([0, 1, 1, 0], "int32");
  const start = (shape: [number, number]) =>
    tf.variable(tf.sin(tf.reshape(tf.range(1, 1 + shape[0] * shape[1]), shape)));
  const [hidden, output] = [start([2, 8]), start([8, 2])];
  const optimizer = tf.train.adam(0.05);
  const losses: number[] = [];
  for (let step = 0; step < 200; step++) {
    const loss = optimizer.minimize(() => {
      const logits = tf.matMul(tf.tanh(tf.matMul(x, hidden)), output);
      const oneHot = tf.oneHot(labels, 2, 0.95, 0.05, "float32");
      return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1)));
    }, true);
    losses.push(loss?.dataSync()[0] ?? Number.NaN);
  }
  const pool = (t: tf.Tensor) => tf.maxPool(tf.reshape<tf.Rank.R4>(t, [1, 2, 2, 1]), 2, 2, "valid");
  const poolGradient = Array.from(
    tf
      .grad(pool)(tf.tensor1d([-4, -1, -3, -2]))
      .dataSync(),
  );
  return { report, losses, poolGradient };
};
