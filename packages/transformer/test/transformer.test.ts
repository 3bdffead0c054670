import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { binarizeFrom, binarizeWeightsFrom, type TransformerConfig } from "../src/config.ts";
import { parameterShapes } from "../src/parameter-shapes.ts";
import { createTransformer, type Transformer } from "../src/transformer.ts";
import { batchOf, tinyConfig, tinyVariables, toyTokens } from "./tiny-transformer.ts";

await tf.setBackend("cpu");

const sources = [
  [3, 4, 5, 6, 2],
  [7, 8, 2],
  [9, 2],
];
const targets = [
  [1, 10, 11, 2],
  [1, 12, 3, 4, 5, 6, 2],
  [1, 2],
];
const batch = batchOf(sources, targets);

function transformer(config: TransformerConfig, seed = 1): Transformer {
  return createTransformer(config, tinyVariables(config, seed));
}

function lossOf(model: Transformer, input = batch, step = 0): number {
  return model.loss(input, { step, seed: 1, training: false }).loss.dataSync()[0];
}

const einsumConfig = { ...tinyConfig, binarize: { ...binarizeFrom(0), einsums: 0 } };

describe.each([
  ["float", tinyConfig],
  ["plain", { ...tinyConfig, extraNorms: false }],
  ["weight-only", { ...tinyConfig, binarize: binarizeWeightsFrom(0) }],
  ["W1A1", { ...tinyConfig, binarize: binarizeFrom(0) }],
  ["W1A1 with one-bit einsums", einsumConfig],
] as const)("%s", (_, config) => {
  test("counts the tokens after the first of each target", () => {
    expect(transformer(config).loss(batch, { step: 0, seed: 1, training: false }).tokens).toBe(
      3 + 6 + 1,
    );
  });

  test("the loss does not change with more padding", () => {
    const model = transformer(config);
    const padded = batchOf(sources, targets, { source: 11, target: 13 });
    expect(lossOf(model, padded)).toBeCloseTo(lossOf(model), 5);
  });

  test("the loss of a batch is the mean of its sentences", () => {
    const model = transformer(config);
    const alone = sources.map((source, i) => lossOf(model, batchOf([source], [targets[i]])));
    const mean = (3 * alone[0] + 6 * alone[1] + alone[2]) / 10;
    expect(lossOf(model)).toBeCloseTo(mean, 5);
  });

  test("every parameter has a gradient of its shape", () => {
    const { gradients, tokens } = transformer(config).lossAndGradients(batch, { step: 0, seed: 1 });
    expect(tokens).toBe(10);
    for (const { name, shape } of parameterShapes(config)) {
      const gradient = gradients.get(name);
      expect(gradient?.shape, name).toEqual(shape);
    }
    const zero = [...gradients].filter(([, g]) => tf.max(tf.abs(g)).dataSync()[0] === 0);
    expect(zero.map(([name]) => name)).toEqual([]);
  });

  test("a frozen variable has no gradient, the others theirs", () => {
    const variables = tinyVariables(config);
    const name = "embedding/table";
    variables.set(name, tf.variable(variables.get(name)!, false));
    const model = createTransformer(config, variables);
    const { gradients } = model.lossAndGradients(batch, { step: 0, seed: 1 });
    expect(gradients.has(name)).toBe(false);
    expect(gradients.size).toBe(variables.size - 1);
    for (const gradient of gradients.values()) expect(gradient).toBeInstanceOf(tf.Tensor);
  });

  test("a training step leaves its result and nothing else", () => {
    const model = transformer(config);
    const before = tf.memory().numTensors;
    const { lossSum, gradients } = model.lossAndGradients(batch, { step: 0, seed: 1 });
    lossSum.dispose();
    for (const gradient of gradients.values()) gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test("the gradients of the float model are difference quotients of its loss", () => {
  const config = { ...tinyConfig, labelSmoothing: 0 };
  const variables = tinyVariables(config);
  const model = createTransformer(config, variables);
  const { gradients } = model.lossAndGradients(batch, { step: 0, seed: 1 });
  for (const name of [
    "embedding/table",
    "encoder/0/self-attention/query-key-value/weights",
    "encoder/0/self-attention/key-norm/gamma",
    "encoder/0/feed-forward/hidden/bias",
    "decoder/1/cross-attention/key-value/weights",
    "decoder/1/cross-attention/output/weights",
    "decoder/0/feed-forward/output-norm/beta",
    "decoder/norm/gamma",
  ]) {
    const variable = variables.get(name)!;
    const values = variable.dataSync().slice();
    const gradient = Float32Array.from(gradients.get(name)!.dataSync());
    // The largest entry: the quotient of a float32 loss has an absolute error of about 1e-3.
    const index = gradient.reduce(
      (best, g, i) => (Math.abs(g) > Math.abs(gradient[best]) ? i : best),
      0,
    );
    const lossAt = (by: number): number => {
      const moved = Float32Array.from(values);
      moved[index] += by;
      variable.assign(tf.tensor(moved, variable.shape));
      return 10 * lossOf(model);
    };
    const slope = (lossAt(0.005) - lossAt(-0.005)) / 0.01;
    variable.assign(tf.tensor(values, variable.shape));
    expect(Math.abs(gradient[index] - slope), name).toBeLessThan(0.02 * Math.abs(slope) + 0.005);
  }
});

test.each([0, 32])("a later target token changes no earlier probability (start %i)", (start) => {
  const model = transformer({ ...tinyConfig, binarize: binarizeFrom(start) });
  const logProbabilities = (...target: number[]): number[] => [
    ...model.logProbabilities([{ source: [3, 4, 2], target }], { step: 7, tokens: toyTokens })[0],
  ];
  const short = logProbabilities(1, 5, 6);
  const long = logProbabilities(1, 5, 6, 7, 9, 2);
  expect(long.length).toBe(5);
  expect(long.slice(0, 2).map((p) => p.toFixed(5))).toEqual(short.map((p) => p.toFixed(5)));
  expect(logProbabilities(1, 4, 6)[1]).not.toBeCloseTo(short[1], 3);
});

describe("switches", () => {
  const starts = [
    "feedForwardWeights",
    "feedForwardActivations",
    "attentionWeights",
    "attentionActivations",
    "attentionOutputActivations",
  ] as const;
  const floatLoss = (): number => lossOf(transformer(tinyConfig));

  test.each(starts)("%s turns on at its start step and not before", (name) => {
    const model = transformer({
      ...tinyConfig,
      binarize: { ...tinyConfig.binarize, [name]: 100 },
    });
    expect(lossOf(model, batch, 99)).toBe(floatLoss());
    expect(lossOf(model, batch, 100)).not.toBe(floatLoss());
    expect(lossOf(model, batch, 101)).toBe(lossOf(model, batch, 100));
  });

  test("groups that start at different steps are independent", () => {
    const losses = starts.map((name) =>
      lossOf(transformer({ ...tinyConfig, binarize: { ...tinyConfig.binarize, [name]: 0 } })),
    );
    expect(new Set([...losses, floatLoss()]).size).toBe(6);
  });
});

describe("determinism", () => {
  const config = { ...tinyConfig, dropout: 0.25, attentionDropout: 0.1, hiddenDropout: 0.1 };
  const sumOf = (step: number, seed: number): number =>
    transformer(config).lossAndGradients(batch, { step, seed }).lossSum.dataSync()[0];

  test("one seed and step give one loss", () => {
    expect(sumOf(3, 5)).toBe(sumOf(3, 5));
  });

  test("another step or seed drops other values", () => {
    expect(new Set([sumOf(3, 5), sumOf(4, 5), sumOf(3, 6)]).size).toBe(3);
  });

  test("evaluation drops nothing", () => {
    expect(lossOf(transformer(config), batch, 3)).toBe(lossOf(transformer(tinyConfig), batch, 7));
  });
});

describe("a teacher", () => {
  const float = transformer(tinyConfig, 2);
  const student = transformer({ ...tinyConfig, labelSmoothing: 0, binarize: binarizeFrom(0) });

  test("gives a distribution for each target token", () => {
    const probabilities = float.probabilities(batch, { step: 0 });
    expect(probabilities.shape).toEqual([3 * 6, 13]);
    for (const sum of tf.sum(probabilities, 1).dataSync()) expect(sum).toBeCloseTo(1, 5);
  });

  test("its probabilities of the targets are those of the evaluation", () => {
    const [first] = float.logProbabilities([{ source: sources[0], target: targets[0] }], {
      step: 0,
      tokens: toyTokens,
    });
    const rows = float.probabilities(batch, { step: 0 }).dataSync();
    for (const [t, p] of first.entries()) {
      expect(Math.log(rows[t * 13 + targets[0][t + 1]])).toBeCloseTo(p, 4);
    }
  });

  test("of weight λ mixes its cross entropy with that of the labels", () => {
    const probabilities = float.probabilities(batch, { step: 0 });
    const lossAt = (weight: number): number =>
      student
        .loss(batch, { step: 0, seed: 1, training: true, teacher: { probabilities, weight } })
        .loss.dataSync()[0];
    expect(lossAt(0)).toBeCloseTo(lossOf(student), 5);
    expect(lossAt(0.25)).toBeCloseTo(0.75 * lossAt(0) + 0.25 * lossAt(1), 5);
  });
});

test("a post scale is a factor on the outputs of one-bit matrices alone", () => {
  const plain = { ...tinyConfig, extraNorms: false };
  const scaled = { ...plain, postScale: 0.5 };
  expect(lossOf(transformer(scaled))).toBe(lossOf(transformer(plain)));
  const binarize = binarizeFrom(0);
  const loss = lossOf(transformer({ ...scaled, binarize }));
  expect(loss).not.toBe(lossOf(transformer({ ...plain, binarize })));
});

test.each([
  ["dense layers", binarizeFrom(0), "encoder/0/feed-forward/norm/gamma"],
  ["einsums", { ...binarizeFrom(false), einsums: 0 }, "encoder/0/self-attention/query-norm/gamma"],
])("the estimator of activations changes gradients before %s and no value", (_, binarize, name) => {
  const config = { ...tinyConfig, binarize };
  const activationEstimator = "triangle";
  const [passing, ...triangles] = [
    config,
    { ...config, activationEstimator } as const,
    { ...config, activationEstimator, triangleSlope: 4 } as const,
  ].map((one) => {
    const model = transformer(one);
    const { gradients } = model.lossAndGradients(batch, { step: 0, seed: 1 });
    return { loss: lossOf(model), gradient: [...gradients.get(name)!.dataSync()] };
  });
  for (const { loss, gradient } of triangles) {
    expect(loss).toBe(passing.loss);
    expect(gradient).not.toEqual(passing.gradient);
    expect(gradient.every(Number.isFinite)).toBe(true);
  }
  expect(triangles[0].gradient).not.toEqual(triangles[1].gradient);
});

describe("what does not fit is refused", () => {
  test("a missing or misshapen variable", () => {
    const variables = tinyVariables(tinyConfig);
    variables.delete("decoder/norm/beta");
    expect(() => createTransformer(tinyConfig, variables)).toThrow(
      "variable decoder/norm/beta must have shape [12], got none",
    );
    variables.set("decoder/norm/beta", tf.variable(tf.zeros([11])));
    expect(() => createTransformer(tinyConfig, variables)).toThrow("got [11]");
  });

  test("a token outside the vocabulary", () => {
    const input = batchOf([[3, 13, 2]], [[1, 2]]);
    expect(() => lossOf(transformer(tinyConfig), input)).toThrow(
      "source[1] must be a token id below 13, got 13",
    );
  });

  test("a sentence beyond the maximum length", () => {
    const input = batchOf([new Array(18).fill(3)], [[1, 2]]);
    expect(() => lossOf(transformer(tinyConfig), input)).toThrow(
      "length (18) must be at most maximumLength (17)",
    );
  });
});
