import { foldThresholds, packBipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import { popcountThresholds } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { type ArenaFixture, bitWords } from "./arena-fixture.ts";
import { boundarySizes, floats, signs } from "./operands.ts";

type Product = reference.BgemmReference & { readonly a: Int8Array; readonly weights: Int8Array };
type Scaled = Product & {
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly slopes?: Float32Array;
  readonly relu?: boolean;
};
type Thresholded = Product & { readonly scales: Float32Array; readonly bias: Float32Array };

function product(rows: number, outFeatures: number, inFeatures: number): Product {
  return {
    ...{ rows, outFeatures, inFeatures },
    a: signs(rows * inFeatures, 2),
    weights: signs(outFeatures * inFeatures, 3),
  };
}

function scaled(rows: number, outFeatures: number, inFeatures: number): Scaled {
  return {
    ...product(rows, outFeatures, inFeatures),
    rowScales: floats(rows, 4).map((x) => 20 * Math.abs(x)),
    columnScales: floats(outFeatures, 5),
    bias: floats(outFeatures, 6),
    slopes: floats(outFeatures, 7),
  };
}

function inputs(f: ArenaFixture, c: Product) {
  const { outFeatures, inFeatures } = c;
  return {
    bits: f.signs(c.a, c.rows, inFeatures),
    weights: f.signByteLanes(c.weights, outFeatures, inFeatures),
    rows: f.ints([c.rows]),
    ...{ outFeatures, inFeatures },
  };
}

function scaledInputs(f: ArenaFixture, c: Scaled) {
  return {
    ...inputs(f, c),
    rowScales: f.floats(c.rowScales),
    columnScales: f.floats(c.columnScales),
    bias: f.optionalFloats(c.bias),
    slopes: f.optionalFloats(c.slopes),
    relu: c.relu ?? false,
  };
}

function runCodes(f: ArenaFixture, c: Scaled): Int8Array {
  return f.scope(() => {
    const out = f.byteOutput(c.rows * c.outFeatures);
    f.run((tape) => tape.bgemmInt8({ ...scaledInputs(f, c), out: out.offset }));
    return out.read();
  });
}

function runSigns(f: ArenaFixture, c: Thresholded): Int32Array {
  return f.scope(() => {
    const out = f.intOutput(bitWords(c.rows, c.outFeatures));
    const { thresholds, flips } = popcountThresholds(foldThresholds(c), c.inFeatures);
    f.run((tape) =>
      tape.bgemmSign({
        ...inputs(f, c),
        thresholds: f.ints(thresholds),
        flips: f.ints(flips),
        out: out.offset,
      }),
    );
    return out.read();
  });
}

function expectSigns(f: ArenaFixture, c: Thresholded): void {
  const packed = packBipolar(reference.bgemmSign(c), c.rows, c.outFeatures);
  expect(runSigns(f, c)).toEqual(Int32Array.from(packed.words));
}

const columnCounts = [1, 2, 3, 5, 15, 16, 17, 31, 33, 63, 64, 65, 81, 127, 128, 129, 145];
const rowCounts = [1, 3, 5];

export function bgemmOutputsContract(fixture: () => ArenaFixture): void {
  test.each(columnCounts)("int8 of %i columns equals the reference exactly", (n) => {
    for (const rows of rowCounts) {
      const c = scaled(rows, n, 67);
      expect(runCodes(fixture(), c)).toEqual(reference.bgemmInt8(c));
      const { slopes, ...plain } = c;
      expect(slopes?.length).toBe(n);
      const relu = { ...plain, relu: true };
      expect(runCodes(fixture(), relu)).toEqual(reference.bgemmInt8(relu));
    }
  });

  test("int8: ties go to even, what is large saturates, NaN is the least", () => {
    const c: Scaled = {
      ...{ rows: 1, outFeatures: 7, inFeatures: 1 },
      a: Int8Array.of(1),
      weights: new Int8Array(7).fill(1),
      rowScales: Float32Array.of(1),
      columnScales: Float32Array.of(0.5, 1.5, -2.5, 1e9, -1e30, Number.NaN, -127.5),
    };
    expect(runCodes(fixture(), c)).toEqual(Int8Array.of(0, 2, -2, 127, -127, -127, -127));
  });

  test.each(columnCounts)("bits of %i columns equal the signs of the affine map", (n) => {
    for (const rows of rowCounts) {
      const scales = floats(n, 8);
      const bias = floats(n, 9).map((x) => 10 * x);
      expect(scales.some((s) => s === 0) || n < 4).toBe(true);
      expectSigns(fixture(), { ...product(rows, n, 67), scales, bias });
    }
  });

  test.each(boundarySizes)("bits of K = %i", (k) => {
    const c = product(5, 35, k);
    expectSigns(fixture(), { ...c, scales: floats(35, 8), bias: floats(35, 9) });
  });

  test("a sum of exactly zero is positive, for scales of both signs; zero scales keep the sign of the bias", () => {
    const c: Thresholded = {
      ...{ rows: 1, outFeatures: 8, inFeatures: 3 },
      a: Int8Array.of(1, 1, 1),
      weights: new Int8Array(24).fill(1),
      scales: Float32Array.of(1, -1, 1, -1, 0, 0, -0, 0),
      bias: Float32Array.of(-3, 3, -4, 2, -1, 1, 0, -0),
    };
    expect(runSigns(fixture(), c)[0]).toBe(0b00011100);
  });

  test("bits of one layer are the operand of the next: two layers equal their references", () => {
    const f = fixture();
    const first = { ...product(6, 131, 97), scales: floats(131, 8), bias: floats(131, 9) };
    const weights = signs(21 * 131, 11);
    const hidden = reference.bgemmSign(first);
    const out = f.scope(() => {
      const [bits, dots] = [f.intOutput(bitWords(6, 131)), f.intOutput(6 * 21)];
      const { thresholds, flips } = popcountThresholds(foldThresholds(first), first.inFeatures);
      const shape = { rows: f.ints([6]), outFeatures: 21, inFeatures: 131 };
      f.run((tape) =>
        tape
          .bgemmSign({
            ...inputs(f, first),
            thresholds: f.ints(thresholds),
            flips: f.ints(flips),
            out: bits.offset,
          })
          .bgemmInt32({
            ...shape,
            bits: bits.offset,
            weights: f.signByteLanes(weights, 21, 131),
            out: dots.offset,
          }),
      );
      return dots.read();
    });
    const second = { a: hidden, weights, rows: 6, outFeatures: 21, inFeatures: 131 };
    expect(out).toEqual(reference.bgemmInt32(second));
  });
}
