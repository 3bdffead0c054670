import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { quantDense } from "../../src/quant-dense.ts";
import { distillationLoss, distributionalLoss } from "../../src/training/distillation-loss.ts";
import { softTargets } from "../../src/training/soft-targets.ts";

beforeAll(() => tf.setBackend("cpu"));

const p = [
  [0.7, 0.2, 0.1],
  [0.25, 0.25, 0.5],
];
const z = [
  [1, -0.5, 0.25],
  [0.125, 2, -1],
];
const labels = [
  [1, 0, 0],
  [0, 1, 0],
];

function logSoftmax(scores: readonly number[]): number[] {
  const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
  return scores.map((score) => score - Math.log(sum));
}

/** Hinton's loss in float64. */
function expectedLoss(scores: readonly (readonly number[])[], T: number, share: number): number {
  const entropies = scores.map((row, i) => {
    const [soft, hard] = [logSoftmax(row.map((score) => score / T)), logSoftmax(row)];
    const ofTeacher = p[i]!.reduce((sum, value, c) => sum - value * soft[c]!, 0);
    const ofLabels = labels[i]!.reduce((sum, value, c) => sum - value * hard[c]!, 0);
    return share * T * T * ofTeacher + (1 - share) * ofLabels;
  });
  return entropies.reduce((sum, value) => sum + value, 0) / scores.length;
}

/** Targets whose row's class has 2 more than its probability. */
const marked = p.map((row, i) => row.map((value, c) => value + 2 * labels[i]![c]!));

test("the distributional loss is the cross entropy of both distributions, by hand", () => {
  // Of equal scores it is log 2, whatever the teacher says; of ±log 3 / 2 the student says ¾ and ¼.
  const half = distributionalLoss(tf.tensor2d([[0.9, 0.1]]), tf.tensor2d([[5, 5]]));
  expect(half.dataSync()[0]).toBeCloseTo(Math.LN2, 6);
  const loss = distributionalLoss(tf.tensor2d([[0.5, 0.5]]), tf.tensor2d([[Math.log(3), 0]]));
  expect(loss.dataSync()[0]).toBeCloseTo(-(Math.log(3 / 4) + Math.log(1 / 4)) / 2, 6);
  const labelled = distributionalLoss(tf.tensor2d(marked), tf.tensor2d(z));
  expect(labelled.dataSync()[0]).toBeCloseTo(expectedLoss(z, 1, 1), 5);
});

describe.each([
  [1, 1],
  [4, 1],
  [4, 0.7],
  [1, 0],
  [0.5, 0.25],
])("temperature %d, share %d", (temperature, share) => {
  const loss = distillationLoss({ temperature, share });

  test("is Hinton's", () => {
    const value = loss(tf.tensor2d(marked), tf.tensor2d(z)).dataSync()[0];
    expect(value).toBeCloseTo(expectedLoss(z, temperature, share), 4);
  });

  test("its gradient is that of finite differences", () => {
    const targets = tf.tensor2d(marked);
    const gradient = tf
      .grad((scores) => loss(targets, scores))(tf.tensor2d(z))
      .arraySync();
    const step = 1e-5;
    const moved = (i: number, c: number, by: number): number =>
      expectedLoss(
        z.map((row, j) => row.map((value, k) => (i === j && c === k ? value + by : value))),
        temperature,
        share,
      );
    const expected = z.map((row, i) =>
      row.map((_, c) => (moved(i, c, step) - moved(i, c, -step)) / (2 * step)),
    );
    for (const [i, row] of expected.entries()) {
      for (const [c, value] of row.entries())
        expect(gradient).toHaveProperty(`${i}.${c}`, expect.closeTo(value, 4));
    }
  });
});

/** Scores are the inputs times a matrix. */
function teacher(matrix: readonly (readonly number[])[], activation?: "softmax"): tf.Sequential {
  const units = matrix[0]!.length;
  const layer = tf.layers.dense({
    units,
    inputShape: [matrix.length],
    useBias: false,
    ...(activation && { activation }),
  });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d(matrix.map((row) => [...row]))]);
  return model;
}

const identity = [
  [1, 0],
  [0, 1],
];

test("soft targets are the teacher's probabilities, of temperature T its scores' over T", () => {
  const images = tf.tensor2d([
    [Math.log(3), 0],
    [0, 2 * Math.log(4)],
  ]);
  const [plain, warm] = [1, 2].map((temperature) =>
    softTargets(teacher(identity), images, { temperature, batchSize: 1 }).dataSync(),
  );
  expect(plain?.[0]).toBeCloseTo(3 / 4, 6);
  expect(plain?.[3]).toBeCloseTo(16 / 17, 6);
  expect(warm?.[0]).toBeCloseTo(Math.sqrt(3) / (1 + Math.sqrt(3)), 6);
  expect(warm?.[3]).toBeCloseTo(4 / 5, 6);
});

test("a teacher with a softmax says the same", () => {
  const images = tf.tensor2d([
    [1.5, -1],
    [200, 0],
  ]);
  const options = { temperature: 3, batchSize: 2 };
  const ofScores = softTargets(teacher(identity), images.slice([0, 0], [1, 2]), options);
  const all = softTargets(teacher(identity, "softmax"), images, {
    ...options,
    outputs: "probabilities",
  });
  expect(all.dataSync()[0]).toBeCloseTo(ofScores.dataSync()[0]!, 6);
  expect([...all.dataSync()].every(Number.isFinite)).toBe(true);
});

test("of a sure teacher, too, the greatest target is that of the label", () => {
  const images = tf.tensor2d([
    [300, 0],
    [300, 0],
  ]);
  const oneHot = tf.tensor2d(identity);
  const targets = softTargets(teacher(identity), images, { labels: oneHot });
  expect([...targets.dataSync()]).toEqual([3, 0, 1, 2]);
  const scores = tf.tensor2d([
    [0, 1],
    [0, 1],
  ]);
  const ofLabels = distillationLoss({ share: 0 })(targets, scores).dataSync()[0];
  expect(ofLabels).toBeCloseTo(tf.losses.softmaxCrossEntropy(oneHot, scores).dataSync()[0]!, 6);
});

test("a student learns what its teacher says, with its labels' accuracy beside", async () => {
  const images = tf.randomNormal([64, 4], 0, 1, "float32", 1);
  const expert = teacher([
    [2, -1],
    [-2, 1],
    [1, 0],
    [0, 3],
  ]);
  const predicted = expert.predict(images);
  if (!(predicted instanceof tf.Tensor)) throw new TypeError("one output");
  const oneHot = tf.oneHot(tf.argMax(predicted, 1), 2);
  const before = tf.memory().numTensors;
  const targets = softTargets(expert, images, { labels: oneHot, temperature: 2 });
  expect(tf.memory().numTensors).toBe(before + 1);
  const student = tf.sequential({
    layers: [
      quantDense({ units: 16, inputShape: [4], kernelQuantizer: "clipped-sign", seed: 1 }),
      tf.layers.batchNormalization(),
      quantDense({
        units: 2,
        kernelQuantizer: "scaled-sign",
        inputQuantizer: "clipped-sign",
        seed: 2,
      }),
    ],
  });
  student.compile({
    optimizer: tf.train.adam(0.02),
    loss: distillationLoss({ temperature: 2, share: 0.8 }),
    metrics: ["accuracy"],
  });
  const { history } = await student.fit(images, targets, {
    epochs: 12,
    batchSize: 16,
    shuffle: false,
    verbose: 0,
  });
  const [losses, accuracies] = [history.loss ?? [], history.acc ?? []];
  expect(Number(losses.at(-1))).toBeLessThan(Number(losses[0]));
  expect(Number(accuracies.at(-1))).toBeGreaterThan(0.8);
});

test("what fits no loss is refused", () => {
  expect(() => distillationLoss({ temperature: 0 })).toThrow(
    "distillationLoss: temperature must be positive and finite, got 0",
  );
  expect(() => distillationLoss({ share: 1.5 })).toThrow(
    "distillationLoss: share must be in 0 … 1, got 1.5",
  );
  const images = tf.ones([2, 2]);
  expect(() => softTargets(teacher(identity), images, { temperature: Number.NaN })).toThrow(
    "softTargets: temperature must be positive and finite, got NaN",
  );
  expect(() => softTargets(teacher(identity), images, { labels: tf.tensor1d([0, 1]) })).toThrow(
    "softTargets: labels must be one-hot, of shape [2,2], got [2]",
  );
  const flat = tf.sequential({
    layers: [tf.layers.reshape({ targetShape: [2, 1], inputShape: [2] })],
  });
  expect(() => softTargets(flat, images)).toThrow(
    "softTargets: teacher must have one output [n, classes]",
  );
});
