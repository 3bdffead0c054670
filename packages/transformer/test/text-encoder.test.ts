import { goldenRuns, graphsOf, readModel, writeModel } from "@bnnkit/model";
import { evaluateGraph } from "@bnnkit/model/reference";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { type EncoderConfig, parsePrecision } from "../src/encoder-config.ts";
import { encoderParameterShapes, initializeEncoder } from "../src/encoder-parameters.ts";
import { exportEncoder } from "../src/export-encoder.ts";
import { fitQuantizers } from "../src/first-batch.ts";
import { batchOfTexts } from "../src/text-batch.ts";
import { createTextEncoder } from "../src/text-encoder.ts";
import {
  encoderTexts,
  encoderTokens,
  encoderVariables,
  tinyEncoder,
  trainedLike,
} from "./tiny-encoder.ts";

beforeAll(() => tf.setBackend("cpu"));

const variants: readonly (readonly [name: string, config: EncoderConfig])[] = [
  ["float, post-LN", tinyEncoder],
  [
    "float, pre-LN, sinusoidal, mean",
    { ...tinyEncoder, normalization: "before", positions: "sinusoidal", pooling: "mean" },
  ],
  ["float with a pooler", { ...tinyEncoder, pooler: true, normEpsilon: 1e-12 }],
  ["1-32-32", { ...tinyEncoder, precision: parsePrecision("1-32-32") }],
  ["1-1-1 with a pooler", { ...tinyEncoder, precision: parsePrecision("1-1-1"), pooler: true }],
  ["1-1-2", { ...tinyEncoder, layers: 1, precision: parsePrecision("1-1-2") }],
  ["32-32-4", { ...tinyEncoder, layers: 1, precision: parsePrecision("32-32-4") }],
  [
    "softmax-aware",
    {
      ...tinyEncoder,
      precision: parsePrecision("1-1-1"),
      scheme: "softmax-aware",
      pooling: "mean",
    },
  ],
  [
    "softmax-aware with learned scales of weights",
    {
      ...{ ...tinyEncoder, layers: 1, pooler: true },
      ...{ precision: parsePrecision("1-1-1"), scheme: "softmax-aware", weightScales: "learned" },
    },
  ],
  [
    "softmax-aware with a float feed-forward layer",
    {
      ...tinyEncoder,
      precision: { weights: 1, embedding: 32, activations: 1, feedForwardActivations: 32 },
      scheme: "softmax-aware",
    },
  ],
];

describe.each(variants)("%s", (_, config) => {
  test("a packed encoder has the scores of training, by the definition of its file", () => {
    const parameters = trainedLike(config);
    const labels = ["abbreviation", "entity", "number"];
    const options = { name: "tiny", tokens: encoderTokens, labels, golden: encoderTexts };
    const model = readModel(writeModel(exportEncoder(config, parameters, options)));
    const [{ graph }] = graphsOf(model.description) as [ReturnType<typeof graphsOf>[number]];
    const runs = goldenRuns(model);
    expect(runs).toHaveLength(encoderTexts.length);
    const encoder = createTextEncoder(config, encoderVariables(parameters));
    for (const [i, { output }] of runs.entries()) {
      const text = encoderTexts[i] ?? [];
      const data = Float64Array.from(text);
      const ids = { rows: text.length, columns: 1, data };
      const { data: defined } = evaluateGraph(model, graph, new Map([["text", ids]]));
      expectClose(output, defined, 1e-4);
      const trained = tf.tidy(() => encoder.outputs(batchOfTexts([text], 0)).scores.dataSync());
      expectClose(trained, defined, 1e-4);
    }
  });

  test("padding and neighbours change no score", () => {
    const encoder = createTextEncoder(config, encoderVariables(trainedLike(config)));
    const together = encoder.outputs(batchOfTexts(encoderTexts, 0)).scores.dataSync();
    for (const [i, text] of encoderTexts.entries()) {
      const alone = encoder.outputs(batchOfTexts([text], 0)).scores.dataSync();
      expectClose(together.slice(3 * i, 3 * i + 3), alone, 1e-4);
    }
  });

  test("every parameter that is trained has a gradient", () => {
    const encoder = createTextEncoder(config, encoderVariables(trainedLike(config)));
    const { gradients } = encoder.gradients(
      batchOfTexts(encoderTexts, 0),
      ({ scores }) => tf.sum(tf.square(scores)),
      { step: 0, seed: 1 },
    );
    const missing = encoderParameterShapes(config).filter(({ name }) => !gradients.has(name));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

test("precisions share the names of what they share, so that one starts from another", () => {
  const names = (text: string): string[] =>
    encoderParameterShapes({ ...tinyEncoder, precision: parsePrecision(text) })
      .filter(({ part }) => part !== "quantizer")
      .map(({ name }) => name);
  expect(names("1-1-1")).toEqual(names("32-32-32"));
  expect(names("1-1-2")).toEqual(names("32-32-32"));
});

test("first scales are those of the batch: twice the mean magnitude of what the first layer reads", () => {
  const config = { ...tinyEncoder, precision: parsePrecision("32-32-1") };
  const parameters = trainedLike(config);
  const encoder = createTextEncoder(config, encoderVariables(parameters));
  const { hidden } = encoder.outputs(batchOfTexts(encoderTexts, 0));
  const shift = parameters["encoder/0/self-attention/query/input/shift"]?.values ?? [];
  const read = tf.add(hidden[0] ?? tf.zeros([1]), tf.tensor1d([...shift]));
  const expected = 2 * (tf.mean(tf.abs(read)).dataSync()[0] ?? 0);
  const [scale] = parameters["encoder/0/self-attention/query/input/scale"]?.values ?? [];
  expect(scale).toBeCloseTo(expected, 5);
});

test("some steps halve the loss of one-bit weights", () => {
  const config: EncoderConfig = {
    ...tinyEncoder,
    layers: 1,
    outputs: 2,
    pooling: "mean",
    precision: parsePrecision("1-1-32"),
  };
  const batch = batchOfTexts(
    [
      [1, 5, 7, 2],
      [1, 7, 5, 8, 2],
      [1, 6, 7, 2],
      [1, 7, 8, 6, 2],
    ],
    0,
  );
  const variables = encoderVariables(trainedLike(config));
  const encoder = createTextEncoder(config, variables);
  const labels = tf.oneHot([0, 0, 1, 1], 2);
  const adam = tf.train.adam(0.02);
  const losses = Array.from({ length: 15 }, (_, step) => {
    const { value, gradients } = encoder.gradients(
      batch,
      ({ scores }) => tf.losses.softmaxCrossEntropy(labels, scores).asScalar(),
      { step, seed: 1 },
    );
    const named = [...gradients].map(([name, tensor]) => ({
      name: variables.get(name)?.name ?? name,
      tensor,
    }));
    adam.applyGradients(named);
    const [loss = Number.NaN] = value.dataSync();
    tf.dispose([value, ...gradients.values()]);
    return loss;
  });
  expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0));
});

test("what encoders refuse", () => {
  const wrong = (change: Partial<EncoderConfig>) => () =>
    initializeEncoder({ ...tinyEncoder, ...change }, 1);
  expect(wrong({ heads: 3 })).toThrow("features (16) must be a multiple of heads (3)");
  expect(wrong({ outputs: 0 })).toThrow("config.outputs must be an integer");
  expect(wrong({ precision: { weights: 1, embedding: 1, activations: 9 } })).toThrow(
    "config.precision.activations",
  );
  expect(wrong({ contextClip: 4 })).toThrow(
    "config.contextClip must be absent with scheme two-set",
  );
  expect(wrong({ scheme: "sign", contextClip: 0 })).toThrow(
    "config.contextClip must be positive, got 0",
  );
  expect(() => parsePrecision("1-1")).toThrow('got "1-1"');
});

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  expect(actual.length).toBe(expected.length);
  const differences = Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? NaN)));
  expect(Math.max(...differences)).toBeLessThan(tolerance);
}

test("learned scales of weights begin with the mean magnitudes of rows; other schemes have none", () => {
  const learned: EncoderConfig = {
    ...{ ...tinyEncoder, layers: 1, weightScales: "learned" },
    ...{ precision: parsePrecision("1-1-1"), scheme: "softmax-aware" },
  };
  const start = initializeEncoder(learned, 1);
  const fitted = fitQuantizers(learned, start, batchOfTexts(encoderTexts, 0));
  const name = "encoder/0/feed-forward/hidden/weights";
  const { shape, values } = fitted[`${name}/scales`] ?? { shape: [], values: [] };
  expect(shape).toEqual([20]);
  const secondRow = fitted[name]?.values.slice(16, 32) ?? [];
  const mean = secondRow.reduce((sum, w) => sum + Math.abs(w), 0) / 16;
  expect(values[1]).toBeCloseTo(mean, 6);
  expect(Object.keys(fitted).filter((own) => own.endsWith("/weights/scales"))).toHaveLength(6);
  expect(() => encoderParameterShapes({ ...learned, scheme: "two-set" })).toThrow(
    "config.weightScales must be one of mean, got learned",
  );
});
