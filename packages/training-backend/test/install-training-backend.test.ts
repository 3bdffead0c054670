import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { installTrainingBackend } from "../src/install-training-backend.ts";
import { noise } from "./run-kernel.ts";

test("makes wasm the backend and says what multiplies matrices", async () => {
  const report = await installTrainingBackend();
  expect(tf.getBackend()).toBe("wasm");
  expect(report.backend).toBe("wasm");
  expect(report.matMul).toBe("onnxruntime-node 1.30.0");
  expect(report.nativeMatMulRefused).toBeUndefined();
  expect(report.kernels).toContain("BatchMatMul");
});

test("can do without onnxruntime-node", async () => {
  const report = await installTrainingBackend({ nativeMatMul: false });
  expect(report.matMul).toBe("wasm simd128");
  expect(report.nativeMatMulRefused).toBe("nativeMatMul is false");
});

test("installing again changes the matrix product and nothing else", async () => {
  const product = (): Float32Array =>
    tf.tidy(
      () =>
        tf
          .matMul(tf.tensor(noise(35), [5, 7]), tf.tensor(noise(21, 2), [7, 3]))
          .dataSync() as Float32Array,
    );
  const kernels: (readonly string[])[] = [];
  const results: Float32Array[] = [];
  for (const nativeMatMul of [false, true, false, "auto"] as const) {
    kernels.push((await installTrainingBackend({ nativeMatMul })).kernels);
    results.push(product());
    expect(tf.sum(tf.ones([3, 5]), 1).dataSync()).toEqual(Float32Array.of(5, 5, 5));
  }
  for (const list of kernels) expect(list).toEqual(kernels[0]);
  for (const result of results) {
    for (let i = 0; i < result.length; i++) expect(result[i]).toBeCloseTo(results[0][i], 6);
  }
});
