import { packBipolar } from "@bnnkit/core";
import { beforeAll, describe, expect, test } from "vitest";
import {
  bgemm,
  bgemv,
  signAndPack,
  signAndPackInt8,
  signAndPackTokenMaximum,
} from "../src/direct/index.ts";
import {
  createKernels,
  type Kernels,
  packByteLanes,
  packFloatLanes,
  packLanes,
} from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { isas } from "./arena-fixture.ts";
import { codes, floats, signs } from "./operands.ts";

describe.each(["no kernels", ...isas] as const)("direct operators · %s", (isa) => {
  let kernels: Kernels | undefined;
  beforeAll(async () => {
    kernels = isa === "no kernels" ? undefined : await createKernels({ isa });
  });

  test("bgemm and bgemv equal the reference", () => {
    for (const [rows, outFeatures, inFeatures] of [
      [1, 1, 1],
      [2, 3, 5],
      [7, 11, 131],
    ]) {
      const [a, weights] = [signs(rows * inFeatures, 2), signs(outFeatures * inFeatures, 3)];
      const [x, w] = [
        packBipolar(a, rows, inFeatures),
        packBipolar(weights, outFeatures, inFeatures),
      ];
      const expected = reference.bgemmInt32({ a, weights, rows, outFeatures, inFeatures });
      expect(bgemm(x, w, kernels)).toEqual(expected);
      const first = packBipolar(a.slice(0, inFeatures), 1, inFeatures);
      expect(bgemv(w, first, kernels)).toEqual(expected.slice(0, outFeatures));
    }
  });

  test("signAndPack equals core's packing, with and without shift", () => {
    const x = floats(3 * 37);
    const shift = floats(37, 5);
    expect(signAndPack(x, 3, 37, kernels && { kernels })).toEqual(packBipolar(x, 3, 37));
    const shifted = x.map((value, i) => value + shift[i % 37]);
    const options = kernels ? { shift, kernels } : { shift };
    expect(signAndPack(x, 3, 37, options)).toEqual(packBipolar(shifted, 3, 37));
  });

  test("signAndPackInt8 equals core's packing of the difference to the thresholds", () => {
    const [x, thresholds] = [codes(3 * 37), codes(37, 5)];
    expect(signAndPackInt8(x, 3, 37, kernels && { kernels })).toEqual(packBipolar(x, 3, 37));
    const differences = Int16Array.from(x, (value, i) => value - thresholds[i % 37]);
    const options = kernels ? { thresholds, kernels } : { thresholds };
    expect(signAndPackInt8(x, 3, 37, options)).toEqual(
      packBipolar(Float32Array.from(differences), 3, 37),
    );
  });

  test("signAndPackTokenMaximum returns signs and half bounds", () => {
    const x = Float32Array.of(0, -0, -3, 1, 0.5, 0.25);
    const { matrix, rowScales } = signAndPackTokenMaximum(x, 2, 3, kernels && { kernels });
    expect(matrix).toEqual(packBipolar(x, 2, 3));
    expect(rowScales).toEqual(Float32Array.of(Math.fround(3 + 2 ** -23) / 2, (1 + 2 ** -23) / 2));
  });

  test("they leave the arena as they found it, errors included", () => {
    if (kernels === undefined) return;
    const mark = kernels.mark();
    bgemm(packBipolar(signs(4), 2, 2), packBipolar(signs(6), 3, 2), kernels);
    signAndPack(floats(6), 2, 3, { kernels });
    expect(kernels.mark()).toBe(mark);
  });
});

describe("direct operators check their arguments", () => {
  const a = packBipolar([1, -1, 1], 1, 3);

  test("bgemm: kinds, equal cols, whole words", () => {
    expect(() => bgemm(a, packBipolar([1, 1], 1, 2))).toThrow(
      new RangeError("bgemm: a.cols (3) must equal b.cols (2)"),
    );
    expect(() => bgemm(JSON.parse('{"kind":"ternary"}'), a)).toThrow(TypeError);
    expect(() => bgemm({ ...a, words: new Uint32Array(3) }, a)).toThrow(
      new RangeError("bgemm: a.words must have 4 elements, got 3"),
    );
    expect(() => bgemm({ ...a, rows: 5, wordsPerRow: 1 }, a)).toThrow(RangeError);
  });

  test("bgemv: the vector has one row", () => {
    const two = packBipolar([1, 1, 1, 1, 1, 1], 2, 3);
    expect(() => bgemv(a, two)).toThrow(new RangeError("bgemv: vector.rows must be 1, got 2"));
  });

  test("signAndPack refuses NaN by its index, and what is not a Float32Array", () => {
    const x = Float32Array.of(1, -1, 0, Number.NaN);
    expect(() => signAndPack(x, 2, 2)).toThrow(
      new RangeError("signAndPack: x[3] must be a number, got NaN"),
    );
    expect(() => signAndPackTokenMaximum(x, 2, 2)).toThrow(
      new RangeError("signAndPackTokenMaximum: x[3] must be a number, got NaN"),
    );
    expect(() => signAndPack(JSON.parse("[1]"), 1, 1)).toThrow(TypeError);
    expect(() => signAndPack(x.slice(0, 3), 2, 2)).toThrow(/^signAndPack: x must have 4 elements/);
    const shift = Float32Array.of(0, Number.POSITIVE_INFINITY);
    expect(() => signAndPack(floats(4), 2, 2, { shift })).toThrow(/^signAndPack: shift\[1\]/);
  });
});

test("signAndPackInt8 checks kinds and lengths", () => {
  expect(() => signAndPackInt8(JSON.parse("[1]"), 1, 1)).toThrow(
    new TypeError("signAndPackInt8: x must be an Int8Array, got object"),
  );
  const x = codes(6);
  expect(() => signAndPackInt8(x, 2, 2)).toThrow("signAndPackInt8: x must have 4 elements, got 6");
  expect(() => signAndPackInt8(x, 2, 3, { thresholds: codes(2) })).toThrow(
    "signAndPackInt8: thresholds must have 3 elements, got 2",
  );
});

describe("lanes", () => {
  test("packLanes puts four channels side by side, the missing ones zero", () => {
    const m = packBipolar(signs(5 * 129, 4), 5, 129);
    const lanes = packLanes(m);
    expect(lanes.length).toBe(2 * 4 * m.wordsPerRow);
    for (let n = 0; n < 8; n++) {
      for (let t = 0; t < m.wordsPerRow; t++) {
        const word = n < 5 ? m.words[n * m.wordsPerRow + t] : 0;
        expect(lanes[(Math.floor(n / 4) * m.wordsPerRow + t) * 4 + (n % 4)]).toBe(word);
      }
    }
  });

  test("packByteLanes puts sixteen channels side by side, odd bytes ⊕ the byte before, the missing ones zero", () => {
    const m = packBipolar(signs(19 * 129, 4), 19, 129);
    const lanes = new Uint8Array(packByteLanes(m).buffer);
    const bytesPerRow = 4 * m.wordsPerRow;
    expect(lanes.length).toBe(32 * bytesPerRow);
    for (let n = 0; n < 32; n++) {
      for (let i = 0; i < bytesPerRow; i++) {
        const word = n < 19 ? m.words[n * m.wordsPerRow + Math.floor(i / 4)] : 0;
        const before = i % 2 === 1 ? word >>> (8 * ((i % 4) - 1)) : 0;
        const byte = ((word >>> (8 * (i % 4))) ^ before) & 255;
        expect(lanes[(Math.floor(n / 16) * bytesPerRow + i) * 16 + (n % 16)]).toBe(byte);
      }
    }
  });

  test("packFloatLanes does the same with floats: 5 rows of 2", () => {
    const weights = Float32Array.from({ length: 10 }, (_, i) => i);
    expect(packFloatLanes(weights, 5, 2)).toEqual(
      Float32Array.of(0, 2, 4, 6, 1, 3, 5, 7, 8, 0, 0, 0, 9, 0, 0, 0),
    );
    expect(() => packFloatLanes(weights, 5, 3)).toThrow(
      new RangeError("packFloatLanes: weights must have 15 elements, got 10"),
    );
  });
});
