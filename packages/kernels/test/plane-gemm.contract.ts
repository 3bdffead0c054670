import {
  codeOf,
  type PackedMatrix,
  type PlaneCode,
  packBipolar,
  packUnipolar,
  planeCodeOf,
} from "@bnnkit/core";
import { expect, test } from "vitest";
import { countPlaneRows, packPlaneLanes, packPlaneRows } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, indices, signs, UNIT } from "./operands.ts";
import { unpack, weightsOfEveryKind } from "./table-gemm.contract.ts";

interface Case {
  readonly a: PackedMatrix;
  readonly weights: PackedMatrix;
  /** Rows that run, at most those of `a`. */
  readonly rows?: number;
}

function bipolarPair(rows: number, outFeatures: number, inFeatures: number): Case {
  return {
    a: packBipolar(signs(rows * inFeatures, 2), rows, inFeatures),
    weights: packBipolar(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures),
  };
}

function shared(f: ArenaFixture, { a, weights, rows = a.rows }: Case) {
  return {
    bits: f.ints(packPlaneRows(a)),
    weights: f.ints(packPlaneLanes(weights)),
    columnCounts: f.ints(countPlaneRows(weights)),
    rows: f.ints([rows]),
    outFeatures: weights.rows,
    inFeatures: weights.cols,
  };
}

function runInt32(f: ArenaFixture, c: Case): Int32Array {
  return f.scope(() => {
    const out = f.intOutput((c.rows ?? c.a.rows) * c.weights.rows);
    const codes = {
      activationCode: planeCodeOf(codeOf(c.a)),
      weightCode: planeCodeOf(codeOf(c.weights)),
    };
    f.run((tape) => tape.planeGemmInt32({ ...shared(f, c), ...codes, out: out.offset }));
    return out.read();
  });
}

function referenceOf({ a, weights, rows = a.rows }: Case): reference.PlaneGemmReference {
  const [outFeatures, inFeatures] = [weights.rows, weights.cols];
  return { a: unpack(a), weights: unpack(weights), rows, outFeatures, inFeatures };
}

function expectExact(f: ArenaFixture, c: Case): void {
  expect(runInt32(f, c)).toEqual(reference.planeGemmInt32(referenceOf(c)));
}

interface ScaledCase extends Case {
  readonly activationCode: PlaneCode;
  readonly columnOffsets?: Float32Array;
  readonly columnWeights: Float32Array;
  readonly rowScales?: Float32Array;
  readonly bias?: Float32Array;
  readonly relu?: boolean;
}

function runScaled(f: ArenaFixture, c: ScaledCase): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput((c.rows ?? c.a.rows) * c.weights.rows);
    f.run((tape) =>
      tape.planeGemm({
        ...{ ...shared(f, c), out: out.offset, activationCode: c.activationCode },
        weightPlanes: planeCodeOf(codeOf(c.weights)).weights.length,
        columnOffsets: f.optionalFloats(c.columnOffsets),
        columnWeights: f.floats(c.columnWeights),
        rowScales: f.optionalFloats(c.rowScales),
        bias: f.optionalFloats(c.bias),
        relu: c.relu ?? false,
      }),
    );
    return out.read();
  });
}

/** Bit p of every value of a matrix, by its planes. */
function planeBits(m: PackedMatrix): number[][] {
  const bits = packPlaneRows(m);
  const planes = planeCodeOf(codeOf(m)).weights.length;
  return Array.from({ length: planes }, (_, p) =>
    Array.from({ length: m.rows * m.cols }, (_, i) => {
      const [row, k] = [Math.floor(i / m.cols), i % m.cols];
      return (bits[(row * planes + p) * m.wordsPerRow + (k >>> 5)] >>> (k & 31)) & 1;
    }),
  );
}

/** The reals that the bits stand for, offset and weights given per row. */
function decode(
  m: PackedMatrix,
  offset: (row: number) => number,
  weight: (plane: number, row: number) => number,
): number[] {
  const planes = planeBits(m);
  return Array.from({ length: m.rows * m.cols }, (_, i) => {
    const row = Math.floor(i / m.cols);
    return planes.reduce((value, bits, p) => value + weight(p, row) * bits[i], offset(row));
  });
}

/** Every term is at most its number of ones times its weights and takes part in at most 2·16 + 8 roundings. */
function expectScaled(f: ArenaFixture, c: ScaledCase): void {
  const { a, weights, activationCode: code, columnOffsets, columnWeights } = c;
  const n = weights.rows;
  const of = (
    map: (x: number) => number,
  ): reference.PlaneGemmReference & reference.ScaledOutput => ({
    ...referenceOf(c),
    a: decode(
      a,
      () => map(code.offset),
      (p) => map(code.weights[p]),
    ),
    weights: decode(
      weights,
      (row) => map(columnOffsets?.[row] ?? 0),
      (q, row) => map(columnWeights[q * n + row]),
    ),
    rowScales: Array.from(c.rowScales ?? new Float32Array(a.rows).fill(1), map),
    bias: Array.from(c.bias ?? new Float32Array(n), map),
  });
  const magnitudes = reference.planeGemm(of(Math.abs));
  const expected = reference.planeGemm({ ...of((x) => x), relu: c.relu ?? false });
  expectWithin(runScaled(f, c), expected, (i) => 40 * UNIT * magnitudes[i] + 2 ** -140);
}

/** Codes as float32 holds them, so that the reference sees the same numbers. */
function realCode(planes: number): PlaneCode {
  const [offset, ...weights] = [0.3, -0.7, 0.11, 1.5, 0.25].map(Math.fround).slice(0, planes + 1);
  return { offset, weights };
}

export function planeGemmContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 992, 993])(
    "K = %i equals the reference, every kind by every kind",
    (k) => {
      for (const a of weightsOfEveryKind(3, k)) {
        for (const weights of weightsOfEveryKind(5, k)) expectExact(fixture(), { a, weights });
      }
    },
  );

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 129])(
    "N = %i equals the reference",
    (n) => {
      for (const weights of weightsOfEveryKind(n, 67)) {
        for (const a of weightsOfEveryKind(2, 67)) expectExact(fixture(), { a, weights });
      }
    },
  );

  test.each([0, 1, 2, 3, 5])("%i rows equal the reference", (rows) => {
    expectExact(fixture(), { ...bipolarPair(5, 13, 37), rows });
  });

  test("all bits set over many words: byte sums do not overflow", () => {
    const k = 31 * 128 * 3 + 1;
    const a = packUnipolar(new Int8Array(k).fill(1), 1, k);
    const weights = packBipolar(new Int8Array(2 * k).fill(-1), 2, k);
    expect(runInt32(fixture(), { a, weights })).toEqual(Int32Array.of(-k, -k));
  });

  test("scaled: real codes, per column and plane, as in ABC-Net and HBNN", () => {
    for (const weights of weightsOfEveryKind(21, 67)) {
      for (const a of weightsOfEveryKind(3, 67)) {
        const planes = planeCodeOf(codeOf(weights)).weights.length;
        const scaled = {
          ...{ a, weights, activationCode: realCode(planeCodeOf(codeOf(a)).weights.length) },
          columnWeights: floats(planes * 21, 8),
        };
        expectScaled(fixture(), scaled);
        expectScaled(fixture(), {
          ...{ ...scaled, columnOffsets: floats(21, 9), bias: floats(21, 10), relu: true },
          rowScales: floats(3, 11).map(Math.abs),
        });
      }
    }
  });

  test("sixteen planes by sixteen: Σ_pq of popcounts", () => {
    const k = 35;
    const wide = (rows: number, seed: number): PackedMatrix => ({
      ...{ kind: "multi-bit", bits: 16, signed: false, rows, cols: k, wordsPerRow: 4 },
      planes: Array.from(
        { length: 16 },
        (_, p) => packUnipolar(indices(rows * k, 2, seed + p), rows, k).words,
      ),
    });
    const [a, weights] = [wide(2, 20), wide(9, 50)];
    const ones: PlaneCode = { offset: 0, weights: new Array<number>(16).fill(1) };
    const columnWeights = new Float32Array(16 * 9).fill(1);
    expectScaled(fixture(), { a, weights, activationCode: ones, columnWeights });
  });

  test("signs with scales lose no digits to the zeros and ones that they are made of", () => {
    const k = 1151;
    const { a, weights } = bipolarPair(5, 5, k);
    const [s, t] = [0.3, 0.7].map(Math.fround);
    const scaled = {
      ...{ a, weights, activationCode: { offset: s, weights: [-2 * s] } },
      columnOffsets: new Float32Array(5).fill(t),
      columnWeights: new Float32Array(5).fill(-2 * t),
    };
    const [x, w] = [unpack(a), unpack(weights)];
    const expected = Float64Array.from({ length: 25 }, (_, i) => {
      const [m, n] = [Math.floor(i / 5), i % 5];
      let sum = 0;
      for (let j = 0; j < k; j++) sum += x[m * k + j] * w[n * k + j];
      return s * t * sum;
    });
    // A rounding of k/2 times the scales alone is as large.
    expectWithin(runScaled(fixture(), scaled), expected, () => (UNIT / 4) * k * s * t);
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = bipolarPair(4, 19, 65);
    const scaled = {
      ...{ ...c, activationCode: realCode(1), columnWeights: floats(19, 8) },
      columnOffsets: floats(19, 9),
    };
    const all = runScaled(fixture(), scaled);
    const values = unpack(c.a);
    for (let m = 0; m < 4; m++) {
      const a = packBipolar(Array.from(values).slice(m * 65, (m + 1) * 65), 1, 65);
      expectSameBits(runScaled(fixture(), { ...scaled, a }), all.slice(m * 19, (m + 1) * 19));
    }
  });
}
