import { codeOf, type PackedMatrix, planeCodeOf } from "@bnnkit/core";
import { expect, test } from "vitest";
import { float32TableBytes, packTableLanes } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, UNIT } from "./operands.ts";
import { unpack, weightsOfEveryKind } from "./table-gemm.contract.ts";

interface Case {
  readonly x: Float32Array;
  readonly weights: PackedMatrix;
  readonly rows: number;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly relu?: boolean;
}

function operands(rows: number, weights: PackedMatrix): Case {
  const columnScales = floats(weights.rows, 4);
  return { x: floats(rows * weights.cols, 2), weights, rows, columnScales };
}

function bipolar(rows: number, outFeatures: number, inFeatures: number): Case {
  return operands(rows, weightsOfEveryKind(outFeatures, inFeatures)[0]);
}

function run(f: ArenaFixture, c: Case): Float32Array {
  const { rows: outFeatures, cols: inFeatures } = c.weights;
  return f.scope(() => {
    const out = f.floatOutput(c.rows * outFeatures);
    const tables = f.byteOutput(c.rows * float32TableBytes(inFeatures));
    const rows = f.ints([c.rows]);
    f.run((tape) =>
      tape
        .tabulateFloat32({ x: f.floats(c.x), rows, features: inFeatures, tables: tables.offset })
        .tableGemmFloat32({
          ...{ tables: tables.offset, rows, outFeatures, inFeatures, out: out.offset },
          weights: f.bytes(packTableLanes(c.weights)),
          code: planeCodeOf(codeOf(c.weights)),
          columnScales: f.floats(c.columnScales),
          bias: f.optionalFloats(c.bias),
          relu: c.relu ?? false,
        }),
    );
    tables.read();
    return out.read();
  });
}

/** Each activation is off by at most 0.75 scales, 0.76 with the rounding of partial sums; outputs round five times. */
function expectClose(f: ArenaFixture, c: Case): void {
  const { rows: outFeatures, cols: inFeatures } = c.weights;
  const weights = Array.from(unpack(c.weights));
  const expected = reference.tableGemmFloat32({ ...c, weights, outFeatures, inFeatures });
  const bound = (i: number): number => {
    const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
    const row = c.x.subarray(m * inFeatures, (m + 1) * inFeatures);
    const scale = Math.max(row.reduce((a, b) => Math.max(a, Math.abs(b)), 0) / 4194303, 2 ** -126);
    const sum = weights
      .slice(n * inFeatures, (n + 1) * inFeatures)
      .reduce((a, w) => a + Math.abs(w), 0);
    const [column, bias] = [Math.abs(c.columnScales[n]), Math.abs(c.bias?.[n] ?? 0)];
    return 0.76 * scale * sum * column + 5 * UNIT * (Math.abs(expected[i]) + 2 * bias) + 2 ** -149;
  };
  expectWithin(run(f, c), expected, bound);
}

export function tableGemmFloat32Contract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 7, 8, 9, 65, 257])("K = %i equals the reference", (k) => {
    expectClose(fixture(), bipolar(3, 11, k));
    expectClose(fixture(), bipolar(1, 11, k));
  });

  test.each([1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129])(
    "N = %i equals the reference, for weights of every kind",
    (n) => {
      for (const weights of weightsOfEveryKind(n, 37)) {
        expectClose(fixture(), { ...operands(2, weights), bias: floats(n, 6) });
      }
    },
  );

  test.each([0, 1, 2, 3, 5])("%i rows equal the reference", (rows) => {
    expectClose(fixture(), bipolar(rows, 13, 35));
  });

  test.each([1e-45, 1e-40, 2 ** -110, 1e-20, 1e30, 1e36])("magnitudes around %d", (magnitude) => {
    const c = bipolar(2, 5, 33);
    expectClose(fixture(), { ...c, x: c.x.map((value) => value * magnitude) });
  });

  test("equal activations over many blocks give ±K times them: no sum of digits overflows", () => {
    const k = 128 * 32 + 33;
    for (const value of [1, -1]) {
      const c = { ...bipolar(1, 3, k), x: new Float32Array(k).fill(value) };
      expectClose(fixture(), c);
    }
  });

  test("[0.5, −1.5, 2]·[1, −1, 1] = 4, times 2 and plus 1 is about 9; the negated row gives −7, by ReLU 0", () => {
    const c = { ...bipolar(1, 2, 3), x: Float32Array.of(0.5, -1.5, 2) };
    const words = Uint32Array.of(0b010, 0, 0, 0, 0b101, 0, 0, 0);
    const weights: PackedMatrix = { kind: "bipolar", rows: 2, cols: 3, wordsPerRow: 4, words };
    const columnScales = Float32Array.of(2, 2);
    const bias = Float32Array.of(1, 1);
    const [first, second] = run(fixture(), { ...c, weights, columnScales, bias, relu: true });
    expect(Math.abs(first - 9)).toBeLessThan(2 ** -18);
    expect(second).toBe(0);
  });

  test("NaN or an infinity in a row makes that row NaN and no other", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const c = { ...bipolar(4, 6, 33), relu: true };
      c.x[2 * 33 + 32] = bad;
      const nan = Array.from(run(fixture(), c), Number.isNaN);
      expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 6) === 2));
    }
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = bipolar(5, 19, 65);
    const all = run(fixture(), c);
    for (let m = 0; m < c.rows; m++) {
      const alone = run(fixture(), { ...c, rows: 1, x: c.x.slice(m * 65, (m + 1) * 65) });
      expectSameBits(alone, all.slice(m * 19, (m + 1) * 19));
    }
  });
}
