import { createKernels } from "@bnnkit/kernels";
import { ebnn, lbcnn, packClassifier } from "@bnnkit/layers";
import { createClassifier, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import { installTrainingBackend } from "@bnnkit/training-backend";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

const random = createRandom(11);
const count = 50;

beforeAll(async () => {
  await installTrainingBackend();
});

/** Gives normalizations γ of either sign and 0, and the statistics of a batch. */
function settle(model: tf.LayersModel, images: tf.Tensor): void {
  tf.tidy(() => {
    for (const layer of model.layers) {
      if (layer.getClassName() !== "BatchNormalization") continue;
      Object.assign(layer, { momentum: 0 });
      const [gamma, ...others] = layer.getWeights();
      const signs = Float32Array.from({ length: gamma?.size ?? 0 }, (_, c) => [1, -1.5, 0][c % 3]);
      layer.setWeights([tf.tensor1d(signs), ...others]);
    }
    model.apply(images, { training: true });
  });
}

test.each([
  ["ebnn simple", () => ebnn("simple"), 1e-6],
  ["ebnn alex", () => ebnn("alex"), 1e-6],
  // Activations are real.
  ["a narrow lbcnn", () => lbcnn("svhn", { inputShape: [11, 10, 3], width: 1 / 4 }), 1e-4],
])("%s: images have the same scores packed", async (_, create, tolerance) => {
  const model = create();
  const [, ...shape] = (model.inputs[0]?.shape ?? []).map(Number);
  const length = count * shape.reduce((product, size) => product * size, 1);
  const pixels = Float32Array.from({ length }, () => random.integer(0, 255));
  const images = tf.tensor(pixels, [count, ...shape]);
  settle(model, images);
  const [scores] = [model.predict(images)].flat();
  const trained = scores?.dataSync() ?? [];
  expect(new Set(trained).size).toBeGreaterThan(count);
  using kernels = await createKernels();
  using classifier = createClassifier(packClassifier(model, { name: "packed" }), kernels);
  const packed = await classifier.scores(Uint8Array.from(pixels));
  const largest = Math.max(...trained.map(Math.abs));
  const differences = packed.map((score, i) => Math.abs(score - (trained[i] ?? Number.NaN)));
  expect(Math.max(...differences) / largest).toBeLessThan(tolerance);
  expect((await verify(classifier)).passed).toBe(true);
  tf.dispose([images, scores]);
  model.dispose();
});
