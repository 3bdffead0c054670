import { beforeAll, describe, expect, test } from "vitest";
import { createKernels, type Kernels, TapeBuilder } from "../src/index.ts";
import { isas } from "./arena-fixture.ts";

describe("TapeBuilder", () => {
  let kernels: Kernels;
  const good = { x: 1024, rows: 1040, features: 4, out: 1056 };
  beforeAll(async () => {
    kernels = await createKernels({ isa: "js" });
  });

  test("names operation and operand of a wrong offset", () => {
    const tape = new TapeBuilder(kernels);
    expect(() => tape.relu({ ...good, x: 2 })).toThrow(
      new RangeError("relu: x must be a byte offset divisible by 4, got 2"),
    );
    expect(() => tape.relu({ ...good, out: 0 })).toThrow(/^relu: out must be an integer/);
    expect(() => tape.relu({ ...good, rows: -4 })).toThrow(/^relu: rows must be an integer/);
    expect(() => tape.relu({ ...good, rows: Number.NaN })).toThrow(RangeError);
  });

  test("refuses sizes that are not positive integers", () => {
    const tape = new TapeBuilder(kernels);
    for (const features of [0, -1, 1.5, Number.NaN]) {
      expect(() => tape.relu({ ...good, features })).toThrow(/^relu: features must be an integer/);
    }
  });

  test("slices must divide the features", () => {
    const tape = new TapeBuilder(kernels);
    expect(() => tape.binarize({ ...good, features: 7, groups: 2 })).toThrow(
      new RangeError("binarize: features (7) must be divisible by groups (2)"),
    );
  });

  test("k must not exceed the vocabulary", () => {
    const tape = new TapeBuilder(kernels);
    const best = { logits: 1024, rows: 1040, outIds: 1056, outLogProbabilities: 1072 };
    expect(() => tape.logSoftmaxTopK({ ...best, vocabularySize: 3, k: 4 })).toThrow(
      /^logSoftmaxTopK: k must be an integer in 1 … 3, got 4/,
    );
  });

  test("positions need their table, keys exactly one way to be found, epsilon a number", () => {
    const tape = new TapeBuilder(kernels);
    const embedding = { ...good, ids: 1024, table: 1024, multiplier: 1 };
    expect(() => tape.embedFloat32({ ...embedding, positions: 1024 })).toThrow(
      "embedFloat32: positions and positionTable must be given together",
    );
    const heads = { q: 1024, k: 1024, v: 1024, heads: 1, headFeatures: 4, keyCount: 1024 };
    expect(() => tape.attention({ ...good, ...heads, maximumKeys: 3 })).toThrow(
      "attention: give exactly one of keyStart and keyIndex",
    );
    const norm = { ...good, gamma: 1024, beta: 1024, epsilon: Number.NaN };
    expect(() => tape.layerNorm(norm)).toThrow("layerNorm: epsilon must be a finite number");
  });

  test("attention on bits: whole bytes a head, one kind of values, a positive scale, known groups", () => {
    const tape = new TapeBuilder(kernels);
    const good = {
      ...{ q: 1024, k: 1024, v: 1024, out: 1024, rows: 1024, heads: 3, headFeatures: 8 },
      ...{ keyStart: 1024, keyCount: 1024, maximumKeys: 5 },
    };
    expect(() => tape.bitAttention({ ...good, headFeatures: 12 })).toThrow(
      "bitAttention: headFeatures must be a multiple of 8 up to 32768, got 12",
    );
    const { v, ...noValues } = good;
    for (const wrong of [noValues, { ...good, valueBits: v }]) {
      expect(() => tape.bitAttention(wrong)).toThrow("give exactly one of v and valueBits");
    }
    for (const scale of [0, -1, Number.NaN]) {
      expect(() => tape.bitAttention({ ...good, scale })).toThrow(/scale must be positive/);
    }
    expect(() => tape.bitAttention({ ...good, scaleGroups: 2 })).toThrow(
      "bitAttention: scaleGroups must be 1 or heads (3), got 2",
    );
    expect(() => tape.bitAttention({ ...good, keep: { above: Number.NaN } })).toThrow(
      "bitAttention: keep.above must be a finite number",
    );
    expect(() => tape.bitAttention({ ...good, keyIndex: 1024 })).toThrow(
      "bitAttention: give exactly one of keyStart and keyIndex",
    );
  });

  test("slopes and ReLU exclude each other", () => {
    const tape = new TapeBuilder(kernels);
    const product = { bits: 1024, weights: 1024, rows: 1024, outFeatures: 3, inFeatures: 5 };
    const scales = { rowScales: 1024, columnScales: 1024, out: 1024 };
    expect(() => tape.bgemm({ ...product, ...scales, slopes: 1024, relu: true })).toThrow(
      new RangeError("bgemm: give at most one of slopes and relu"),
    );
    expect(() => tape.bgemmInt8({ ...product, ...scales, slopes: 1024, relu: true })).toThrow(
      /^bgemmInt8: give at most one/,
    );
  });

  test("convolutions: sizes, counts for zeros, and the window that must see a pixel", () => {
    const tape = new TapeBuilder(kernels);
    const map = { bits: 1024, images: 1024, out: 1024, height: 5, width: 7 };
    const layer = {
      ...map,
      weights: 1024,
      inFeatures: 3,
      outFeatures: 2,
      kernelSize: [3, 3],
    } as const;
    const ring = { top: 1, bottom: 1, left: 1, right: 1 };
    expect(() => tape.bconv2dInt32({ ...layer, kernelSize: [3, 8] })).toThrow(
      /^bconv2dInt32: the window \(3×8\) must fit into the padded map \(5×7\)/,
    );
    expect(() => tape.bconv2dInt32({ ...layer, padding: { ...ring, value: 0 } })).toThrow(
      /^bconv2dInt32: tapCounts must be an integer/,
    );
    expect(() => tape.bconv2dInt32({ ...layer, padding: { ...ring, value: 1 } })).not.toThrow();
    expect(() => tape.bconv2d({ ...layer, columnScales: 1024, slopes: 1024, relu: true })).toThrow(
      "bconv2d: give at most one of slopes and relu",
    );
    const fold = { thresholds: 1024, flips: 1024 };
    expect(() => tape.bconv2dSign({ ...layer, ...fold, pool: { size: [4, 1] } })).toThrow(
      /^bconv2dSign: the window \(4×1\) must fit into the padded map \(3×5\)/,
    );
    const pool = { ...map, features: 3, size: [2, 2], kind: "bipolar" } as const;
    expect(() => tape.bmaxPool2d({ ...pool, padding: { ...ring, left: 2 } })).toThrow(
      /^bmaxPool2d: padding.left must be an integer in 0 … 1, got 2/,
    );
    expect(() => tape.bmaxPool2d({ ...pool, kind: JSON.parse('"ternary"') })).toThrow(TypeError);
  });

  test("one tape runs again with another number of rows; the longer tape holds the shorter one", async () => {
    for (const isa of isas) {
      using k = await createKernels({ isa });
      const [x, rows] = [k.allocate(4 * 6), k.allocate(4)];
      const builder = new TapeBuilder(k).add({ a: x, b: x, rows, features: 2, out: x });
      const once = builder.build();
      const twice = builder.add({ a: x, b: x, rows, features: 2, out: x }).build();
      k.float32(x, 6).set([1, 2, 3, 4, 5, 6]);
      k.int32(rows, 1)[0] = 2;
      k.run(once);
      expect([...k.float32(x, 6)]).toEqual([2, 4, 6, 8, 5, 6]);
      k.int32(rows, 1)[0] = 3;
      k.run(twice);
      expect([...k.float32(x, 6)]).toEqual([8, 16, 24, 32, 20, 24]);
      expect(twice.operations).toEqual(["add", "add"]);
      expect([once.operations, builder.operations]).toEqual([["add"], ["add", "add"]]);
    }
  });
});
