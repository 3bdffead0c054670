import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { locallyBinaryConv2d } from "../src/locally-binary-conv2d.ts";
import { summary } from "../src/summary/summary.ts";
import { ternaryFilters } from "../src/ternary-filters.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

test.each([0.5, 0.9, 0.1])(
  "of positions drawn with density %d, 1 − exp(−density) are not 0",
  (s) => {
    const size = 100_000;
    const filters = ternaryFilters(size, { density: s, positions: "with-replacement", seed: 7 });
    const nonzeros = filters.filter((value) => value !== 0).length;
    expect(nonzeros / size).toBeGreaterThan(1 - Math.exp(-s) - 0.005);
    expect(nonzeros / size).toBeLessThan(1 - Math.exp(-s) + 0.005);
    expect(new Set(filters)).toEqual(new Set([-1, 0, 1]));
    const sum = filters.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(nonzeros));
  },
);

test("T13: filters are those of their seed", () => {
  for (const positions of ["with-replacement", "distinct"] as const) {
    const drawn = (size: number, density: number, seed: number): Float32Array =>
      ternaryFilters(size, { density, positions, seed });
    expect(drawn(200, 0.5, 3)).toEqual(drawn(200, 0.5, 3));
    expect(drawn(200, 0.5, 3)).not.toEqual(drawn(200, 0.5, 4));
    expect(drawn(100, 0.001, 1)).toEqual(new Float32Array(100));
  }
});

test.each([1, 0.5, 0.29, 0.001])(
  "of distinct positions, as many as %d says are not 0",
  (density) => {
    const size = 1009;
    const filters = ternaryFilters(size, { density, positions: "distinct", seed: 5 });
    const nonzeros = filters.filter((value) => value !== 0);
    expect(nonzeros).toHaveLength(Math.floor(density * size));
    const sum = nonzeros.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum)).toBeLessThanOrEqual(4 * Math.sqrt(nonzeros.length));
  },
);

test("other ways to draw positions are refused", () => {
  const positions: string = "all";
  expect(() =>
    locallyBinaryConv2d(
      Object.assign({ filters: 1, kernelSize: 3 }, { positions: Object(positions) }),
    ),
  ).toThrow("positions must be one of with-replacement, distinct, got all");
});

/** x → fixed filters → ReLU → 1×1 convolution, as the paper has it. */
function block(channels: number, maps: number, size: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      locallyBinaryConv2d({
        inputShape: [size, size, channels],
        filters: maps,
        kernelSize: 3,
        padding: "same",
      }),
      tf.layers.reLU(),
      tf.layers.conv2d({ filters: channels, kernelSize: 1, useBias: false }),
    ],
  });
}

test("T13: a block of 128 channels and 512 maps has 65,536 weights to train, a dense 3×3 convolution 147,456", () => {
  const trained = (layer: tf.layers.Layer): number =>
    layer.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce<number>((size, length) => size * (length ?? 1), 1),
      0,
    );
  const [fixed, , mixed] = block(128, 512, 2).layers;
  expect([trained(fixed!), trained(mixed!)]).toEqual([0, 65_536]);
  expect(fixed!.countParams()).toBe(128 * 512 * 9);
  const dense = tf.layers.conv2d({ filters: 128, kernelSize: 3, useBias: false });
  dense.build([null, 2, 2, 128]);
  expect(trained(dense)).toBe(147_456);
});

test("T13: training changes what follows, and no filter", async () => {
  const model = block(2, 8, 4);
  const [fixed, , mixed] = model.layers;
  const valuesOf = (layer: tf.layers.Layer): number[] => [...layer.getWeights()[0]!.dataSync()];
  const before = [valuesOf(fixed!), valuesOf(mixed!)];
  model.compile({ optimizer: tf.train.adam(0.1), loss: "meanSquaredError" });
  const x = tf.randomNormal([4, 4, 4, 2], 0, 1, "float32", 2);
  await model.fit(x, tf.neg(x), { epochs: 2, verbose: 0 });
  expect(valuesOf(fixed!)).toEqual(before[0]);
  expect(valuesOf(mixed!)).not.toEqual(before[1]);
});

test("T13: the gradient of the input is the transposed convolution of the filters", () => {
  const layer = locallyBinaryConv2d({ filters: 5, kernelSize: 3, padding: "same", density: 1 });
  const x = tf.randomNormal([1, 4, 4, 2], 0, 1, "float32", 5);
  const g = tf.randomNormal<tf.Rank.R4>([1, 4, 4, 5], 0, 1, "float32", 6);
  applyLayer(layer, x);
  const gradient = tf.grad((y) => tf.sum(tf.mul(applyLayer(layer, y), g)))(x);
  const filters = tf.reshape<tf.Rank.R4>(layer.kernel, [3, 3, 2, 5]);
  const expected = tf.conv2dTranspose(g, filters, [1, 4, 4, 2], 1, "same").dataSync();
  for (const [i, value] of gradient.dataSync().entries())
    expect(value).toBeCloseTo(expected[i]!, 4);
});

test("packed, a filter takes two bits a number", () => {
  const model = tf.sequential({
    layers: [...block(4, 8, 3).layers, tf.layers.flatten(), tf.layers.dense({ units: 2 })],
  });
  const [fixed] = summary(model).layers;
  expect(fixed).toMatchObject({
    kernelBits: [2],
    parameters: { ternary: 288 },
    sizeBytes: 8 * 2 * 16,
  });
});

test.each([0, 1.5, Number.NaN])("a density of %d is refused", (density) => {
  expect(() => locallyBinaryConv2d({ filters: 1, kernelSize: 1, density })).toThrow(
    "locallyBinaryConv2d: density must be above 0 up to 1",
  );
});
