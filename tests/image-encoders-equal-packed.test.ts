import { createKernels, type Isa } from "@bnnkit/kernels";
import { checkModel, goldenRuns, graphsOf } from "@bnnkit/model";
import { evaluateGraph } from "@bnnkit/model/reference";
import { createClassifier, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import {
  createImageEncoder,
  encoderParameterShapes,
  exportEncoder,
  fitQuantizers,
  floatPrecision,
  type ImageEncoderConfig,
  initializeEncoder,
  parsePrecision,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(8);
const base: ImageEncoderConfig = {
  image: { height: 6, width: 9, channels: 2 },
  patch: 3,
  features: 16,
  heads: 2,
  feedForwardFeatures: 24,
  layers: 1,
  outputs: 4,
  dropout: 0,
  normalization: "before",
  pooling: "mean",
  precision: floatPrecision,
};
const images = Array.from({ length: 3 }, () =>
  Uint8Array.from({ length: 6 * 9 * 2 }, () => random.integer(0, 255)),
);
const all = { pixels: Uint8Array.from(images.flatMap((image) => [...image])), size: 3 };

const variants: readonly (readonly [name: string, config: ImageEncoderConfig])[] = [
  ["float, first patch", { ...base, pooling: "first" }],
  [
    "softmax-aware, float feed-forward layers",
    {
      ...base,
      scheme: "softmax-aware",
      precision: { weights: 1, embedding: 32, activations: 1, feedForwardActivations: 32 },
    },
  ],
  ["signs", { ...base, scheme: "sign", precision: parsePrecision("1-32-1") }],
  ["two-set", { ...base, precision: parsePrecision("1-32-1"), normalization: "after" }],
];
const instructionSets: readonly Isa[] = ["js", "wasm-simd128"];

describe.each(variants)("%s", (_, config) => {
  test("a packed encoder of patches has the scores of training, alone and among others", async () => {
    const parameters = fitQuantizers(config, initializeEncoder(config, 2), all);
    const model = checkModel(exportEncoder(config, parameters, { name: "vit", golden: images }));
    const variables = new Map(
      Object.entries(parameters).map(([name, { shape, values }]) => [
        name,
        tf.variable(tf.tensor(values, [...shape])),
      ]),
    );
    const encoder = createImageEncoder(config, variables);
    const trained = encoder.outputs(all).scores.dataSync();
    const [named] = graphsOf(model.description);
    for (const [i, { output }] of goldenRuns(model).entries()) {
      const data = Float64Array.from(images[i] ?? []);
      const pixels = { rows: 54, columns: 2, data };
      const graph = named?.graph;
      if (graph === undefined) throw new Error("no graph");
      const defined = evaluateGraph(model, graph, new Map([["image", pixels]])).data;
      expectClose(output, defined);
      expectClose(trained.slice(4 * i, 4 * i + 4), defined);
    }
    for (const isa of instructionSets) {
      using kernels = await createKernels({ isa });
      using classifier = createClassifier(model, kernels);
      expect((await verify(classifier, { tolerance: 1e-4 })).passed).toBe(true);
      const together = await classifier.scores(all.pixels);
      for (const [i, image] of images.entries()) {
        const alone = await classifier.scores(image);
        expect([...together.slice(4 * i, 4 * i + 4)]).toEqual([...alone]);
      }
    }
  });
});

test("every parameter of an encoder of patches has a gradient", () => {
  const config: ImageEncoderConfig = {
    ...base,
    scheme: "softmax-aware",
    precision: parsePrecision("1-32-1"),
  };
  const variables = new Map(
    Object.entries(initializeEncoder(config, 2)).map(([name, { shape, values }]) => [
      name,
      tf.variable(tf.tensor(values, [...shape])),
    ]),
  );
  const { gradients } = createImageEncoder(config, variables).gradients(
    all,
    ({ scores }) => tf.sum(tf.square(scores)),
    { step: 0, seed: 1 },
  );
  expect([...gradients.keys()].sort()).toEqual(
    encoderParameterShapes(config)
      .map(({ name }) => name)
      .sort(),
  );
});

test("what encoders of patches refuse", () => {
  expect(() => initializeEncoder({ ...base, patch: 4 }, 1)).toThrow(
    "config.image.height (6) must be a multiple of config.patch (4)",
  );
  const parameters = initializeEncoder(base, 1);
  expect(() => fitQuantizers(base, parameters, { pixels: new Uint8Array(7), size: 1 })).toThrow(
    "pixels",
  );
  const texts = { ids: Int32Array.of(1), size: 1, length: 1, padding: 0 };
  expect(() => fitQuantizers(base, parameters, texts)).toThrow("batch must be images");
});

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const differences = Array.from(actual, (value, i) =>
    Math.abs(value - (expected[i] ?? Number.NaN)),
  );
  expect(Math.max(...differences)).toBeLessThan(1e-4);
}
