import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  bdot,
  type EmbeddedBlock,
  packSignBytes,
  planEmbeddedBlock,
  runEmbeddedBlock,
  slide,
  unpackSignBytes,
  type Window,
} from "../src/index.ts";

const square = (size: number, stride: number, margin = 0): Window => ({
  size: [size, size],
  strides: [stride, stride],
  dilations: [1, 1],
  padding: { top: margin, bottom: margin, left: margin, right: margin, value: 0 },
});

const random = createRandom(8);
const normals = (count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.normal());

describe("T08", () => {
  test("bdot needs a tail of 0 in one operand and of 1 in the other", () => {
    const activations = Uint8Array.of(1, 175, 248);
    const filter = Uint8Array.of(108, 178, 223);
    expect(bdot(activations, filter, 21)).toBe(1);
    // 223 = 11011·111; with 000 behind it, three bits too many are equal.
    expect(bdot(activations, Uint8Array.of(108, 178, 216), 21)).toBe(7);
  });

  test("bdot of 100 signs", () => {
    const ones = Array<number>(100).fill(1);
    const filter = packSignBytes(ones, { tail: 1 });
    expect(filter).toEqual(new Uint8Array(13).fill(255));
    expect(bdot(packSignBytes(ones), filter, 100)).toBe(100);
    expect(bdot(new Uint8Array(13), filter, 100)).toBe(-100);
  });

  test("28 × 28 becomes 13 × 13 and 6 × 6, 45 bytes of bits instead of 6760 of floats", () => {
    const plan = planEmbeddedBlock({
      map: [28, 28],
      channels: 1,
      filters: 10,
      convolution: square(3, 2),
      pool: square(3, 2),
      input: "reals",
    });
    expect(plan).toEqual({
      convolved: [13, 13],
      pooled: [6, 6],
      outputBytes: 45,
      unfusedBytes: 6760,
      weightBytes: 10 * 2,
      parameterBytes: 200,
    });
  });

  test.each([
    { map: [9, 7], channels: 3, filters: 5, convolution: square(3, 1, 1), pool: square(3, 2, 1) },
    { map: [8, 8], channels: 2, filters: 3, convolution: square(3, 2), pool: square(2, 1) },
    { map: [1, 5], channels: 1, filters: 9, convolution: square(1, 1) },
    { map: [6, 9], channels: 2, filters: 4, convolution: square(5, 2, 2), input: "reals" },
  ] satisfies EmbeddedBlock[])("a fused block is the one map after the other: %#", (block) => {
    const { map, channels, filters, convolution } = block;
    const parameters = {
      weights: normals(filters * channels * convolution.size[0] * convolution.size[1]),
      bias: normals(filters),
      gamma: normals(filters),
      beta: normals(filters),
      mean: normals(filters),
      deviation: normals(filters).map((x) => Math.abs(x) + 0.1),
    };
    const reals = normals(channels * map[0] * map[1]);
    const isReal = block.input === "reals";
    const values = isReal ? reals : reals.map((x) => (x < 0 ? -1 : 1));
    const output = runEmbeddedBlock(block, parameters, isReal ? reals : packSignBytes(reals));
    const expected = unfused(block, parameters, values);
    expect([...unpackSignBytes(output, expected.length)]).toEqual(expected);
    expect(output.length).toBe(Math.ceil(expected.length / 8));
  });
});

/** Whole maps: zeros around the input, all products, all maxima, all signs. */
function unfused(
  { map: [height, width], channels, filters, convolution, pool = square(1, 1) }: EmbeddedBlock,
  { weights, bias, gamma, beta, mean, deviation }: Parameters<typeof runEmbeddedBlock>[1],
  values: Float32Array,
): number[] {
  const [rows, columns] = slide("unfused", [height, width], convolution);
  const [size, stride, margin] = [
    convolution.size[0],
    convolution.strides[0],
    convolution.padding.top,
  ];
  const at = (c: number, y: number, x: number): number =>
    y < 0 || y >= height || x < 0 || x >= width ? 0 : values[(c * height + y) * width + x]!;
  const products = Array.from({ length: filters * rows * columns }, (_, i) => {
    const [f, r, q] = [Math.floor(i / rows / columns), Math.floor(i / columns) % rows, i % columns];
    let sum = 0;
    for (let u = 0; u < size; u++)
      for (let v = 0; v < size; v++)
        for (let c = 0; c < channels; c++) {
          const sign = weights[((f * channels + c) * size + u) * size + v]! < 0 ? -1 : 1;
          sum += sign * at(c, r * stride + u - margin, q * stride + v - margin);
        }
    return sum;
  });
  const [down, across] = slide("unfused", [rows, columns], pool);
  return Array.from({ length: filters * down * across }, (_, i) => {
    const [f, r, q] = [Math.floor(i / down / across), Math.floor(i / across) % down, i % across];
    const top = r * pool.strides[0] - pool.padding.top;
    const left = q * pool.strides[1] - pool.padding.left;
    const under = products.filter((_, p) => {
      const [y, x] = [(Math.floor(p / columns) % rows) - top, (p % columns) - left];
      const isOf = Math.floor(p / rows / columns) === f;
      return isOf && y >= 0 && y < pool.size[0] && x >= 0 && x < pool.size[1];
    });
    const best = Math.max(...under) + bias[f]!;
    return ((best - mean[f]!) / deviation[f]!) * gamma[f]! + beta[f]! < 0 ? -1 : 1;
  });
}

test("bits go from the highest of a byte down, each row from a byte of its own", () => {
  expect(packSignBytes([1, -1, -0, 0.5])).toEqual(Uint8Array.of(0b10110000));
  expect(packSignBytes([1, -1, -1, 1], { rows: 2, tail: 1 })).toEqual(
    Uint8Array.of(0b10111111, 0b01111111),
  );
  expect([...unpackSignBytes(Uint8Array.of(0b01000000, 0b10000000), 9)]).toEqual([
    -1, 1, -1, -1, -1, -1, -1, -1, 1,
  ]);
});

test("says what it cannot pack or multiply", () => {
  expect(() => packSignBytes([1, Number.NaN])).toThrow("packSignBytes: values[1] must not be NaN");
  expect(() => packSignBytes([1, 1, 1], { rows: 2 })).toThrow("values must have 4 elements, got 3");
  expect(() => bdot(new Uint8Array(1), new Uint8Array(2), 9)).toThrow("bdot: n must be");
  expect(() => unpackSignBytes(new Uint8Array(1), 9)).toThrow("unpackSignBytes: count must be");
  const block = { map: [2, 2], channels: 1, filters: 1, convolution: square(1, 1) } as const;
  const one = [1];
  const parameters = { weights: one, bias: one, gamma: one, beta: one, mean: one, deviation: one };
  expect(() => runEmbeddedBlock(block, parameters, new Uint8Array(2))).toThrow(
    "runEmbeddedBlock: input must have 1 elements, got 2",
  );
  expect(() => runEmbeddedBlock(block, { ...parameters, bias: [] }, new Uint8Array(1))).toThrow(
    "runEmbeddedBlock: bias must have 1 elements, got 0",
  );
  expect(() => runEmbeddedBlock(block, parameters, new Float32Array(4))).toThrow(
    "runEmbeddedBlock: input must be a Uint8Array of signs, got Float32Array",
  );
  expect(() => planEmbeddedBlock({ ...block, filters: 0 })).toThrow("planEmbeddedBlock: filters");
});
