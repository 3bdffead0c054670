import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";

beforeAll(() => installTrainingBackend());

test("the wasm backend has every kernel of the cpu backend", () => {
  const names = (backend: string): string[] =>
    tf.getKernelsForBackend(backend).map((k) => k.kernelName);
  const wasm = new Set(names("wasm"));
  expect(names("cpu").filter((name) => !wasm.has(name))).toEqual([]);
});

test("complex numbers keep their parts", () => {
  const z = tf.complex(tf.tensor1d([3, 0]), tf.tensor1d([4, -1]));
  expect(Array.from(tf.real(z).dataSync())).toEqual([3, 0]);
  expect(Array.from(tf.imag(z).dataSync())).toEqual([4, -1]);
  expect(Array.from(tf.abs(z).dataSync())).toEqual([5, 1]);
});

test("fft and back, rfft of a cosine", () => {
  const z = tf.complex(tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([0, 0, 0, 0]));
  const spectrum = tf.fft(z);
  expect(Array.from(tf.real(spectrum).dataSync())).toEqual([10, -2, -2, -2]);
  expect(Array.from(tf.imag(spectrum).dataSync())).toEqual([0, 2, 0, -2]);
  expect(Array.from(tf.real(tf.ifft(spectrum)).dataSync())).toEqual([1, 2, 3, 4]);
  const wave = tf.rfft(tf.tensor1d([1, 0, -1, 0]));
  expect(Array.from(tf.real(wave).dataSync())).toEqual([0, 2, 0]);
});

test("strings", () => {
  const replaced = tf.string.staticRegexReplace(tf.tensor1d(["this is", "bird"]), "is", "X");
  expect(Array.from(replaced.dataSync())).toEqual(["thX X", "bird"]);
});

test("ragged tensors", () => {
  const { rtNestedSplits, rtDenseValues } = tf.raggedRange(
    tf.tensor1d([0, 5]),
    tf.tensor1d([3, 7]),
    tf.tensor1d([1, 1]),
  );
  expect(Array.from(rtNestedSplits.dataSync())).toEqual([0, 3, 5]);
  expect(Array.from(rtDenseValues.dataSync())).toEqual([0, 1, 2, 5, 6]);
});

test("delegated kernels leave nothing behind on the cpu backend", () => {
  const cpu = tf.findBackend("cpu");
  const before = cpu.numDataIds();
  tf.tidy(() => tf.real(tf.fft(tf.complex(tf.tensor1d([1, 2]), tf.tensor1d([0, 0])))));
  expect(cpu.numDataIds()).toBe(before);
});
