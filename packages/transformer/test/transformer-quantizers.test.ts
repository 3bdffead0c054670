import { ternary } from "@bnnkit/core";
import { bmtQuantizer, clippedSignQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { binarizeFrom } from "../src/config.ts";
import { createTransformer } from "../src/transformer.ts";
import { bmtQuantizers } from "../src/transformer-quantizers.ts";
import { batchOf, tinyConfig, tinyVariables, toyTokens } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const config = { ...tinyConfig, binarize: { ...binarizeFrom(0), einsums: 0 } };
const source = [3, 4, 5, 2];
const target = [1, 6, 7, 8, 2];

describe.each([
  ["plain signs", { weights: clippedSignQuantizer(), activations: clippedSignQuantizer() }],
  [
    "one scale of a matrix, a fixed bound of rows",
    {
      weights: bmtQuantizer({ scaleAxis: "tensor" }),
      activations: bmtQuantizer({ scaleAxis: "activations", bound: 2 }),
    },
  ],
])("%s", (_, quantizers) => {
  const model = createTransformer(config, tinyVariables(config), quantizers);

  test("are what gradients pass through", () => {
    const name = "encoder/0/feed-forward/hidden/weights";
    const batch = batchOf([source], [target]);
    const step = { step: 0, seed: 1 };
    const gradient = model.lossAndGradients(batch, step).gradients.get(name)!.dataSync();
    expect(gradient.some((value) => value !== 0)).toBe(true);
    const bmt = createTransformer(config, tinyVariables(config));
    const other = bmt.lossAndGradients(batch, step).gradients.get(name)!.dataSync();
    expect([...gradient]).not.toEqual([...other]);
  });

  test("have in evaluation, digits and scales apart, the probabilities of training", () => {
    const probabilities = model.probabilities(batchOf([source], [target]), { step: 0 });
    const [log] = model.logProbabilities([{ source, target }], { step: 0, tokens: toyTokens });
    const rows = probabilities.arraySync();
    for (const [t, value] of log!.entries())
      expect(value).toBeCloseTo(Math.log(rows[t]![target[t + 1]!]!), 3);
  });
});

test("BMT's are the default", () => {
  const batch = batchOf([source], [target]);
  const lossOf = (model: ReturnType<typeof createTransformer>): ArrayLike<number> =>
    model.loss(batch, { step: 0, seed: 1, training: false }).loss.dataSync();
  const given = createTransformer(config, tinyVariables(config), bmtQuantizers(config));
  expect(lossOf(given)).toEqual(lossOf(createTransformer(config, tinyVariables(config))));
});

test.each([
  ["ternary", ternary],
  ["an offset", [{ digit: "bipolar", offset: 0.5 }]],
  ["two terms", [{ digit: "bipolar" }, { digit: "bipolar", scale: 0.5 }]],
  ["scales of slices", [{ digit: "bipolar", scale: "row", slices: 2 }]],
] as const)("a code with %s is refused", (_, code) => {
  const weights = { ...clippedSignQuantizer(), code };
  const quantizers = { weights, activations: clippedSignQuantizer() };
  expect(() => createTransformer(tinyConfig, tinyVariables(tinyConfig), quantizers)).toThrow(
    'createTransformer: quantizers.weights must have a code of one ±1 digit and a scale, got "clipped-sign" with [',
  );
});
