import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { applyLayer } from "./apply-layer.ts";
import { convolve, sign } from "./plain-arithmetic.ts";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(6);
const normals = (count: number): number[] =>
  Array.from({ length: count }, () => Math.fround(random.normal()));
const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];
const binary = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" } as const;

/** Name, options of the layer, rows and columns before the map of 7 × 6, output size. */
const cases = [
  ["valid", { padding: "valid" }, [0, 0], [5, 5]],
  ["same, 0 outside", { padding: "same" }, [1, 0], [7, 6]],
  ["same, −1 outside", { padding: "same", padValue: -1 }, [1, 0], [7, 6]],
  ["same, 1 outside, stride 2", { padding: "same", padValue: 1, strides: 2 }, [1, 0], [4, 3]],
  ["same, 0 outside, stride 2", { padding: "same", strides: 2 }, [1, 0], [4, 3]],
  ["same, −1 outside, dilated", { padding: "same", padValue: -1, dilationRate: 2 }, [2, 1], [7, 6]],
  ["valid, stride 3", { strides: 3 }, [0, 0], [2, 2]],
] as const;

describe.each(cases)("%s", (_, options, before, output) => {
  const [height, width, channels, filters] = [7, 6, 3, 4];
  const layer = quantConv2d({ filters, kernelSize: [3, 2], ...binary, ...options });
  const x = normals(2 * height * width * channels);
  const kernel = normals(3 * 2 * channels * filters);
  const input = (): tf.Tensor4D => tf.tensor4d(x, [2, height, width, channels]);

  test("is the convolution of signs", () => {
    applyLayer(layer, input());
    layer.setWeights([tf.tensor4d(kernel, [3, 2, channels, filters])]);
    const y = applyLayer(layer, input());
    expect(y).toMatchObject({ shape: [2, ...output, filters] });
    const size = height * width * channels;
    const expected = [0, 1].flatMap((image) =>
      convolve(x.slice(image * size, (image + 1) * size).map(sign), kernel.map(sign), {
        map: [height, width, channels],
        kernel: [3, 2, filters],
        stride: "strides" in options ? options.strides : 1,
        dilation: "dilationRate" in options ? options.dilationRate : 1,
        before,
        outside: "padValue" in options ? options.padValue : 0,
        output,
      }),
    );
    expect(valuesOf(y)).toEqual(expected);
  });

  test("tells its output's shape", () => {
    const shape = layer.computeOutputShape([null, height, width, channels]);
    expect(shape).toEqual([null, ...output, filters]);
    expect(layer.computeOutputShape([null, null, width, channels])).toEqual([
      null,
      null,
      output[1],
      filters,
    ]);
  });
});

test("with 1 or −1 outside every product is of ±1: sums have the parity of their length", () => {
  const layer = quantConv2d({ filters: 2, kernelSize: 3, padding: "same", padValue: 1, ...binary });
  const y = applyLayer(layer, tf.tensor4d(normals(25 * 3), [1, 5, 5, 3]));
  const sums = valuesOf(y);
  expect(sums.length).toBe(50);
  for (const sum of sums) expect(Math.abs(sum) % 2).toBe(27 % 2);
});

test("with no quantizer is a convolution, with a bias if asked", () => {
  const layer = quantConv2d({ filters: 2, kernelSize: 1, useBias: true });
  const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor4d([1, -2], [1, 1, 1, 2]), tf.tensor1d([0.5, 10])]);
  const y = applyLayer(layer, x);
  expect(valuesOf(y)).toEqual([1.5, 8, 2.5, 6, 3.5, 4, 4.5, 2]);
});

test("gradients reach the kernel through padding and signs", () => {
  const layer = quantConv2d({
    filters: 1,
    kernelSize: 3,
    padding: "same",
    padValue: -1,
    ...binary,
  });
  const x = tf.tensor4d(normals(9), [1, 3, 3, 1]);
  applyLayer(layer, x);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  const [gradient] = Object.values(grads);
  // Each weight meets 9 values: those of the map that it reaches, −1 for the others.
  const signs = [...x.dataSync()].map(sign);
  const expected = Array.from({ length: 9 }, (_, tap) => {
    let sum = 0;
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 3; column++) {
        const [i, j] = [row + Math.floor(tap / 3) - 1, column + (tap % 3) - 1];
        sum += i < 0 || i > 2 || j < 0 || j > 2 ? -1 : signs[i * 3 + j]!;
      }
    return sum;
  });
  expect([...gradient!.dataSync()]).toEqual(expected);
});

test.each([
  [{ filters: 0, kernelSize: 3 }, "quantConv2d: filters must be"],
  [{ filters: 1, kernelSize: [3, 0.5] as const }, "quantConv2d: kernelSize must be"],
  [{ filters: 1, kernelSize: 3, strides: 0 }, "quantConv2d: strides must be"],
  [
    { filters: 1, kernelSize: 3, padValue: Number.NaN },
    'padValue must be finite or "quantized-zero", got NaN',
  ],
  [
    JSON.parse('{"filters":1,"kernelSize":3,"padding":"full"}'),
    'must be "valid" or "same", got full',
  ],
])("%j is refused", (args, message) => {
  expect(() => quantConv2d(args)).toThrow(message);
});

test("a map without channels is refused", () => {
  expect(() => quantConv2d({ filters: 1, kernelSize: 3, name: "c" }).build([null, 3, 3])).toThrow(
    "c: the input must be [batch, height, width, channels], got [,3,3]",
  );
});

test("a map that is padded before it is quantized has outside what the quantizer makes of 0", () => {
  const shape = [2, 5, 4, 3];
  const x = tf.tensor(normals(120), shape);
  const layerOf = (padValue: number | "quantized-zero") =>
    quantConv2d({
      filters: 2,
      kernelSize: 3,
      padding: "same",
      padValue,
      seed: 4,
      kernelQuantizer: "clipped-sign",
      inputQuantizer: { name: "shifted-sign", options: { shift: -0.5 } },
    });
  const [before, after, other] = [layerOf("quantized-zero"), layerOf(-1), layerOf(1)].map((layer) =>
    valuesOf(applyLayer(layer, x)),
  );
  expect(before).toEqual(after);
  expect(before).not.toEqual(other);
});
