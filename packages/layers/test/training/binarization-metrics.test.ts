import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { quantConv2d } from "../../src/quant-conv2d.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { quantSeparableConv2d } from "../../src/quant-separable-conv2d.ts";
import {
  type BinarizationMetrics,
  binarizationMetrics,
} from "../../src/training/binarization-metrics.ts";

beforeAll(() => tf.setBackend("cpu"));

/** Measures a kernel of four weights before and after it is set. */
async function measured(
  kernelQuantizer: string,
  before: readonly number[],
  after: readonly number[],
): Promise<BinarizationMetrics> {
  const layer = quantDense({ units: 2, inputShape: [2], kernelQuantizer });
  const model = tf.sequential({ layers: [layer] });
  const set = (kernel: readonly number[]): void =>
    layer.setWeights([tf.tensor2d([...kernel], [2, 2]), ...layer.getWeights().slice(1)]);
  set(before);
  const all: BinarizationMetrics[] = [];
  const callback = binarizationMetrics(model, {
    every: 1,
    bins: 4,
    onMetrics: (metrics) => {
      all.push(metrics);
    },
  });
  await callback.onTrainBegin?.();
  set(after);
  await callback.onBatchEnd?.(0);
  await callback.onTrainEnd?.();
  return all[0]!;
}

test("one sign of four has flipped, two weights are at the clip", async () => {
  const metrics = await measured("clipped-sign", [0.5, -0.5, 1, 0.25], [0.5, 0.5, 3, -1]);
  expect(metrics.step).toBe(1);
  const [layer] = metrics.layers;
  // −1 → 1, 1 → −1: two of four; 3 is clipped to 1.
  expect(layer).toMatchObject({
    flipRatio: 0.5,
    saturation: 0.5,
    weights: { edges: [-1, -0.5, 0, 0.5, 1], counts: [1, 0, 0, 3], outside: 0 },
    scales: null,
  });
});

test("scales are those of outputs, weights that are not clipped do not saturate", async () => {
  const { layers } = await measured("scaled-sign", [0, 0, 0, 0], [0.5, -2, 1.5, 2]);
  // Mean magnitudes of the columns: 1 and 2; one of four zeros became negative.
  expect(layers[0]).toMatchObject({
    flipRatio: 0.25,
    saturation: null,
    weights: { edges: [-2, -1, 0, 1, 2], counts: [1, 0, 1, 2] },
    scales: { edges: [1, 1.25, 1.5, 1.75, 2], counts: [1, 0, 0, 1] },
  });
});

test("digits of more than two values have changed or not", async () => {
  const { layers } = await measured("ternary", [1, 1, 1, 0], [1, -1, 0, 0]);
  expect(layers[0]?.flipRatio).toBe(0.5);
});

test("in fit it measures each so many batches, what has flipped since the last time", async () => {
  const kernels: number[][] = [];
  const all: BinarizationMetrics[] = [];
  const layer = quantDense({
    units: 16,
    inputShape: [8],
    kernelQuantizer: "clipped-sign",
    seed: 1,
  });
  const model = tf.sequential({ layers: [layer] });
  kernels.push([...layer.kernel.dataSync()]);
  model.compile({ optimizer: tf.train.adam(0.2), loss: "meanSquaredError" });
  const metrics = binarizationMetrics(model, {
    every: 3,
    onMetrics: async (found) => {
      all.push(found);
      kernels.push([...layer.kernel.dataSync()]);
    },
  });
  const x = tf.randomNormal([40, 8], 0, 1, "float32", 2);
  const y = tf.randomNormal([40, 16], 0, 1, "float32", 3);
  await model.fit(x, y, { batchSize: 4, epochs: 1, verbose: 0, callbacks: [metrics] });
  expect(all.map(({ step }) => step)).toEqual([3, 6, 9]);
  const ratios = all.map(({ layers }) => layers[0]!.flipRatio);
  const expected = ratios.map((_, i) => {
    const [before, after] = [kernels[i]!, kernels[i + 1]!];
    return before.filter((weight, j) => weight < 0 !== after[j]! < 0).length / before.length;
  });
  for (const [i, ratio] of expected.entries()) expect(ratios[i]).toBeCloseTo(ratio, 6);
  expect(Math.max(...ratios)).toBeGreaterThan(0);
});

test("leaves nothing behind, however often it measures, and not the weights of a layer either", async () => {
  const model = tf.sequential({
    layers: [
      quantConv2d({
        inputShape: [4, 4, 1],
        filters: 2,
        kernelSize: 2,
        kernelQuantizer: "least-squares-bases",
      }),
      quantSeparableConv2d({
        filters: 2,
        kernelSize: 2,
        depthwiseQuantizer: "rectified-sign",
        pointwiseQuantizer: { name: "stochastic-sign", options: { evaluation: "real" } },
      }),
      tf.layers.flatten(),
      quantDense({ units: 1, kernelQuantizer: "clipped-sign", kernelClip: "glorot" }),
    ],
  });
  const names: string[][] = [];
  const { onTrainBegin, onBatchEnd, onTrainEnd } = binarizationMetrics(model, {
    every: 1,
    onMetrics: ({ layers }) => {
      names.push(layers.map(({ layer }) => layer));
    },
  });
  const before = tf.memory().numTensors;
  await onTrainBegin?.();
  const kept = tf.memory().numTensors;
  for (let batch = 0; batch < 3; batch++) {
    await onBatchEnd?.(batch);
    expect(tf.memory().numTensors).toBe(kept);
  }
  await onTrainBegin?.();
  expect(tf.memory().numTensors).toBe(kept);
  await onTrainEnd?.();
  expect(tf.memory().numTensors).toBe(before);
  expect(names[2]).toHaveLength(4);
  expect(names[2]?.[2]).toMatch(/\.pointwise$/);
  expect(model.predict(tf.ones([1, 4, 4, 1]))).toBeInstanceOf(tf.Tensor);
});

test("counts that are no integers of at least 1 are refused", () => {
  const model = tf.sequential({ layers: [quantDense({ units: 1, inputShape: [1] })] });
  const onMetrics = (): void => {};
  expect(() => binarizationMetrics(model, { every: 0, onMetrics })).toThrow(
    "binarizationMetrics: every must be",
  );
  expect(() => binarizationMetrics(model, { bins: 1.5, onMetrics })).toThrow(
    "binarizationMetrics: bins must be",
  );
});
