import { createKernels } from "@bnnkit/kernels";
import { check, imageNetwork, packClassifier, type SystemName, systems } from "@bnnkit/layers";
import { readModel, writeModel } from "@bnnkit/model";
import { createClassifier, support, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));

const names = ["pokebnn", "bnext", "a-and-b"] as const satisfies readonly SystemName[];
const shapes = [
  ["MLP", []],
  ["CNN", [4, 8]],
] as const;
const cases = names.flatMap((system) =>
  Object.entries(systems[system].presets).flatMap(([preset, recipe]) =>
    shapes.map(([shape, filters]) => [`${system}, ${preset}, ${shape}`, recipe, filters] as const),
  ),
);

const random = createRandom(17);
const pixels = Uint8Array.from({ length: 40 * 64 }, () => random.integer(0, 255));

/** The greatest of each three scores. */
function classesOf(scores: ArrayLike<number>): readonly number[] {
  return Array.from({ length: scores.length / 3 }, (_, i) => {
    const own = [0, 1, 2].map((c) => scores[3 * i + c] ?? Number.NaN);
    return own.indexOf(Math.max(...own));
  });
}

test.each(cases)("%s: packed it gives each image the same class", async (_, recipe, filters) => {
  const normalization = { ...recipe.normalization, momentum: 0.5 };
  const sizes = { inputShape: [8, 8, 1], filters, units: [8, 16], classes: 3 } as const;
  const model = imageNetwork({ ...recipe, normalization }, sizes);
  const images = tf.tensor4d(pixels, [40, 8, 8, 1]);
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 40 }, (_, i) => i % 3),
      "int32",
    ),
    3,
  );
  const loss = (y: tf.Tensor, z: tf.Tensor): tf.Tensor => tf.losses.softmaxCrossEntropy(y, z);
  model.compile({ optimizer: tf.train.adam(0.01), loss });
  await model.fit(images, labels, { epochs: 1, batchSize: 20, shuffle: false, verbose: 0 });
  const [predicted] = [model.predict(images)].flat();
  const trained = predicted?.dataSync() ?? [];
  expect(check(model, support)).toEqual([]);
  const packed = readModel(writeModel(packClassifier(model, { name: "packed" })));
  using kernels = await createKernels();
  using classifier = createClassifier(packed, kernels);
  const scores = await classifier.scores(pixels);
  const largest = Math.max(...trained.map(Math.abs));
  const differences = scores.map((score, i) => Math.abs(score - (trained[i] ?? Number.NaN)));
  expect(classesOf(scores)).toEqual(classesOf(trained));
  expect(Math.max(...differences) / largest).toBeLessThan(1e-5);
  expect((await verify(classifier)).passed).toBe(true);
  model.dispose();
});
