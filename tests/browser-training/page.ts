/// <reference types="vite/client" />
import { bnnMlp, packClassifier, squareHinge } from "@bnnkit/layers";
import { summarize, writeModel } from "@bnnkit/model";
import { loadClassifier, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import { installTrainingBackend } from "@bnnkit/training-backend";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import { labels, lineImages, size } from "./line-images.ts";

/** What the page finds out. */
export interface TrainedRun {
  readonly matMul: string;
  readonly losses: readonly number[];
  /** Of each test image: what it shows, what TensorFlow.js says, what the packed network says. */
  readonly expected: readonly number[];
  readonly predicted: readonly number[];
  readonly classified: readonly number[];
  readonly labels: readonly string[];
  readonly ops: readonly string[];
  readonly kernels: readonly string[];
  readonly fileBytes: number;
  readonly summedBytes: number;
  readonly verified: boolean;
}

declare global {
  interface Window {
    trainLines(seed: number): Promise<TrainedRun>;
  }
}

function tensorOf(pixels: Uint8Array): tf.Tensor4D {
  return tf.tensor4d(pixels, [pixels.length / size ** 2, size, size, 1], "float32");
}

async function trained(
  random: () => number,
): Promise<{ readonly model: tf.LayersModel; readonly losses: readonly number[] }> {
  const images = lineImages(1200, random);
  const model = bnnMlp({ inputShape: [size, size, 1], units: [128, 64], classes: labels.length });
  model.compile({ optimizer: tf.train.adam(0.005), loss: squareHinge, metrics: ["accuracy"] });
  const targets = tf.oneHot(tf.tensor1d(images.labels, "int32"), labels.length);
  const training = { epochs: 10, batchSize: 40, shuffle: false, verbose: 0 } as const;
  const { history } = await model.fit(tensorOf(images.pixels), targets, training);
  return { model, losses: (history.loss ?? []).map(Number) };
}

window.trainLines = async (seed) => {
  setWasmPaths({
    "tfjs-backend-wasm.wasm": simd, // never loaded, like the threaded one
    "tfjs-backend-wasm-simd.wasm": simd,
    "tfjs-backend-wasm-threaded-simd.wasm": simd,
  });
  const { matMul } = await installTrainingBackend();
  const random = createRandom(seed);
  const uniform = () => random.uniform();
  const { model, losses } = await trained(uniform);

  const test = lineImages(300, uniform);
  const scores = model.predict(tensorOf(test.pixels));
  if (Array.isArray(scores)) throw new Error("the network has one output");
  const packed = packClassifier(model, { name: "lines", labels });
  const bytes = writeModel(packed);
  const classifier = await loadClassifier(bytes);
  const classes = await classifier.classify(test.pixels);
  const { passed } = await verify(classifier);
  const summary = summarize(packed);
  const run: TrainedRun = {
    matMul,
    losses,
    expected: Array.from(test.labels),
    predicted: Array.from(tf.argMax(scores, 1).dataSync()),
    classified: classes.map((result) => result.class),
    labels: classes.map(({ label }) => label ?? "none"),
    ops: summary.layers.map(({ op }) => op),
    kernels: classifier.explain().map(({ kernel }) => kernel),
    fileBytes: bytes.length,
    summedBytes: summary.file.fileBytes,
    verified: passed,
  };
  classifier.dispose();
  return run;
};
