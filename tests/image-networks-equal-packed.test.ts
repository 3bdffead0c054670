import { createKernels } from "@bnnkit/kernels";
import { bnnCnn, bnnMlp, packClassifier } from "@bnnkit/layers";
import { createClassifier, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import { installTrainingBackend } from "@bnnkit/training-backend";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

const random = createRandom(7);

beforeAll(async () => {
  await installTrainingBackend();
});

/** Statistics of products as after training, and γ of either sign and 0. */
function unsettle(model: tf.LayersModel): void {
  const normal = (length: number, scale: number) =>
    tf.tensor(Float32Array.from({ length }, () => scale * random.normal()));
  tf.tidy(() => {
    for (const layer of model.layers) {
      if (layer.getClassName() !== "BatchNormalization") continue;
      const { length } = layer.getWeights()[0]?.dataSync() ?? [];
      const gamma = tf.tensor(
        Float32Array.from({ length }, (_, c) => [1, -1.5, 0, 0.7][c % 4] ?? 1),
      );
      layer.setWeights([gamma, normal(length, 0.3), normal(length, 5), tf.fill([length], 90)]);
    }
  });
}

function images(count: number): Float32Array {
  return Float32Array.from({ length: count * 784 }, () => random.integer(0, 255));
}

test.each([
  ["bnnMlp", () => bnnMlp({ preset: "bnn-torch7" })],
  ["bnnCnn", () => bnnCnn()],
])("%s of full size: 200 images have the same classes and scores packed", async (_, create) => {
  const model = create();
  unsettle(model);
  const pixels = images(200);
  const trained = tf.tidy(() => {
    const [scores] = [model.predict(tf.tensor4d(pixels, [200, 28, 28, 1]))].flat();
    return scores?.dataSync() ?? [];
  });
  using kernels = await createKernels();
  using classifier = createClassifier(packClassifier(model, { name: "packed" }), kernels);
  const packed = await classifier.scores(Uint8Array.from(pixels));
  const largest = Math.max(...trained.map(Math.abs));
  const differences = packed.map((score, i) => Math.abs(score - (trained[i] ?? Number.NaN)));
  expect(Math.max(...differences) / largest).toBeLessThan(1e-6);
  expect((await verify(classifier)).passed).toBe(true);
  model.dispose();
});
