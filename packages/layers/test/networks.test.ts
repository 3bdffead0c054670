import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { KernelLayer } from "../src/kernel-layer.ts";
import { bnnCnn } from "../src/networks/bnn-cnn.ts";
import { bnnMlp } from "../src/networks/bnn-mlp.ts";
import { squareHinge } from "../src/square-hinge.ts";

beforeAll(() => tf.setBackend("cpu"));

const size = 8;
const inputShape = [size, size, 1] as const;

/** Bytes of images with a bright bar: class 0 across, class 1 upright. */
function bars(count: number): { x: tf.Tensor4D; labels: tf.Tensor2D; classes: number[] } {
  const random = createRandom(3);
  const classes = Array.from({ length: count }, (_, i) => i % 2);
  const pixels = classes.flatMap((upright) => {
    const at = Math.floor(random.uniform() * size);
    return Array.from({ length: size * size }, (_, i) => {
      const place = upright ? i % size : Math.floor(i / size);
      return Math.floor(random.uniform() * 60) + (place === at ? 190 : 0);
    });
  });
  return {
    x: tf.tensor4d(pixels, [count, ...inputShape]),
    labels: tf.tensor2d(
      classes.flatMap((c) => [1 - c, c]),
      [count, 2],
    ),
    classes,
  };
}

describe.each([
  ["MLP", () => bnnMlp({ inputShape, units: [24, 16], classes: 2 })],
  ["CNN", () => bnnCnn({ inputShape, filters: [6, 8], units: [12], classes: 2 })],
] as const)("%s", (_, create) => {
  test("learns to tell bars across from bars upright", async () => {
    const model = create();
    model.compile({ optimizer: tf.train.adam(0.01), loss: squareHinge, metrics: ["accuracy"] });
    const { x, labels, classes } = bars(64);
    const options = { epochs: 10, batchSize: 8, shuffle: false, verbose: 0 } as const;
    const { history } = await model.fit(x, labels, options);
    const losses = history.loss!.map(Number);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]!);
    const scores = model.predict(x);
    const guesses = scores instanceof tf.Tensor ? [...scores.argMax(1).dataSync()] : [];
    const right = guesses.filter((guess, i) => guess === classes[i]).length;
    expect(right).toBeGreaterThanOrEqual(60);
    for (const layer of kernelLayers(model))
      if (layer.kernelClip !== null)
        expect(tf.max(tf.abs(layer.kernel)).dataSync()[0]).toBeLessThanOrEqual(1);
  });

  test("every product behind the first layer is a sum of ±1 times ±1", () => {
    const model = create();
    const [first, ...others] = kernelLayers(model);
    expect(first!.inputQuantizer).toBeUndefined();
    expect(first!.kernelQuantizer?.name).toBe("int8-rows");
    const outputs = others.flatMap(({ output }) => output);
    const values = tf.model({ inputs: model.inputs, outputs }).predict(bars(4).x);
    for (const [i, y] of [values].flat().entries()) {
      const terms = others[i]!.kernel.size / y.shape.at(-1)!;
      for (const value of y.dataSync()) {
        expect(Number.isInteger(value)).toBe(true);
        expect(Math.abs(value % 2)).toBe(terms % 2);
        expect(Math.abs(value)).toBeLessThanOrEqual(terms);
      }
    }
    expect(others.length).toBeGreaterThan(1);
  });

  test("normalizes as the preset says and has kernels of its seed", () => {
    const [model, again] = [create(), create()];
    const momenta = model.layers
      .filter((layer) => layer.getClassName() === "BatchNormalization")
      .map((layer) => layer.getConfig().momentum);
    expect(new Set(momenta)).toEqual(new Set([0.9]));
    const kernels = (of: tf.LayersModel): number[][] =>
      kernelLayers(of).map(({ kernel }) => [...kernel.dataSync()]);
    expect(kernels(model)).toEqual(kernels(again));
  });
});

test("presets differ in bias, clipping and normalization", () => {
  const [theano, torch7, pytorch] = (["bnn-theano", "bnn-torch7", "bnn-pytorch"] as const).map(
    (preset) => {
      const model = bnnMlp({ inputShape, units: [4], classes: 2, preset });
      const last = kernelLayers(model).at(-1);
      const { momentum, epsilon } = model.layers.at(-1)!.getConfig();
      const slope = last?.kernelQuantizer?.estimator.name;
      return { bias: last?.useBias, clip: last?.kernelClip, slope, momentum, epsilon };
    },
  );
  // Of latent weights within ±1 a window of 1 is none.
  const clipped = { clip: 1, slope: "clipped-straight-through" };
  expect(theano).toEqual({ bias: false, ...clipped, momentum: 0.9, epsilon: 1e-4 });
  expect(torch7).toEqual({ bias: true, ...clipped, momentum: 0.875, epsilon: 1e-5 });
  const unclipped = { clip: null, slope: "straight-through" };
  expect(pytorch).toEqual({ bias: true, ...unclipped, momentum: 0.9, epsilon: 1e-5 });
});

test("sizes that make no network are refused", () => {
  expect(() => bnnMlp({ units: [] })).toThrow(
    "imageNetwork: filters.length + units.length must be",
  );
  expect(() => bnnMlp({ units: [0] })).toThrow("quantDense: units must be");
  expect(() => bnnCnn({ filters: [] })).toThrow("bnnCnn: filters.length must be");
  expect(() => bnnCnn({ classes: 0 })).toThrow("imageNetwork: classes must be");
});

function kernelLayers(model: tf.LayersModel): KernelLayer[] {
  return model.layers.filter((layer) => layer instanceof KernelLayer);
}
