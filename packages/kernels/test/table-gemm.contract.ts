import {
  packBipolar,
  packMultiBit,
  packTernary,
  packUnipolar,
  unpackBipolar,
  unpackMultiBit,
  unpackTernary,
  unpackUnipolar,
} from "@bnnkit/core";
import { expect, test } from "vitest";
import type { PackedMatrix } from "../src/bit-planes.ts";
import { int8TableBytes, packTableLanes, planeCodeOf } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture, Output } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, codes, floats, indices, signs, UNIT } from "./operands.ts";

/** The values of a packed matrix. */
export function unpack(m: PackedMatrix): ArrayLike<number> {
  switch (m.kind) {
    case "bipolar":
      return unpackBipolar(m);
    case "unipolar":
      return unpackUnipolar(m);
    case "ternary":
      return unpackTernary(m);
    case "multi-bit":
      return unpackMultiBit(m);
  }
}

/** Weights of every kind that products with tables take. */
export function weightsOfEveryKind(rows: number, cols: number): PackedMatrix[] {
  const length = rows * cols;
  const small = (bound: number): number[] => Array.from(indices(length, bound, 3));
  return [
    packBipolar(signs(length, 3), rows, cols),
    packUnipolar(small(2), rows, cols),
    packTernary(
      small(3).map((value) => value - 1),
      rows,
      cols,
    ),
    packMultiBit(small(8), rows, cols, { bits: 3 }),
    packMultiBit(
      small(16).map((value) => value - 8),
      rows,
      cols,
      { bits: 4, signed: true },
    ),
  ];
}

interface Case {
  readonly codes: Int8Array;
  readonly weights: PackedMatrix;
  readonly rows: number;
}

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  const weights = packBipolar(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures);
  return { codes: codes(rows * inFeatures, 2), weights, rows };
}

function referenceOf({ codes, weights, rows }: Case): reference.TableGemmReference {
  const { rows: outFeatures, cols: inFeatures } = weights;
  return { codes, weights: unpack(weights), rows, outFeatures, inFeatures };
}

/** Tables, guarded behind. */
function tabulate(f: ArenaFixture, c: Case): { tables: Output<Int8Array>; rows: number } {
  const features = c.weights.cols;
  const tables = f.byteOutput(c.rows * int8TableBytes(features));
  const rows = f.ints([c.rows]);
  f.run((tape) =>
    tape.tabulateInt8({ codes: f.bytes(c.codes), rows, features, tables: tables.offset }),
  );
  tables.read();
  return { tables, rows };
}

function shared(f: ArenaFixture, { weights }: Case) {
  return {
    weights: f.bytes(packTableLanes(weights)),
    code: planeCodeOf(weights),
    outFeatures: weights.rows,
    inFeatures: weights.cols,
  };
}

function runInt32(f: ArenaFixture, c: Case): Int32Array {
  return f.scope(() => {
    const out = f.intOutput(c.rows * c.weights.rows);
    const { tables, rows } = tabulate(f, c);
    f.run((tape) =>
      tape.tableGemmInt32({ ...shared(f, c), tables: tables.offset, rows, out: out.offset }),
    );
    return out.read();
  });
}

interface Scales {
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly relu?: boolean;
}

function scales(c: Case): Scales {
  return { rowScales: floats(c.rows, 4).map(Math.abs), columnScales: floats(c.weights.rows, 5) };
}

function runScaled(f: ArenaFixture, c: Case, s: Scales): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.rows * c.weights.rows);
    const { tables, rows } = tabulate(f, c);
    f.run((tape) =>
      tape.tableGemm({
        ...{ ...shared(f, c), tables: tables.offset, rows, out: out.offset },
        rowScales: f.floats(s.rowScales),
        columnScales: f.floats(s.columnScales),
        bias: f.optionalFloats(s.bias),
        relu: s.relu ?? false,
      }),
    );
    return out.read();
  });
}

/** Conversion, scale, product and bias are rounded once each. */
function expectScaled(f: ArenaFixture, c: Case, s: Scales = scales(c)): void {
  const operands = referenceOf(c);
  const dots = reference.tableGemmInt32(operands);
  const bound = (i: number): number => {
    const [m, n] = [Math.floor(i / c.weights.rows), i % c.weights.rows];
    const product = Math.abs(dots[i] * s.rowScales[m] * s.columnScales[n]);
    return 4 * UNIT * (product + Math.abs(s.bias?.[n] ?? 0)) + 2 ** -149;
  };
  expectWithin(runScaled(f, c, s), reference.tableGemm({ ...operands, ...s }), bound);
}

function expectExact(f: ArenaFixture, c: Case): void {
  expect(runInt32(f, c)).toEqual(reference.tableGemmInt32(referenceOf(c)));
}

export function tableGemmContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 7, 8, 9, 65, 257])("K = %i equals the reference", (k) => {
    expectExact(fixture(), operands(5, 11, k));
    expectScaled(fixture(), operands(5, 11, k));
  });

  test.each([1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129])(
    "N = %i equals the reference, for weights of every kind",
    (n) => {
      for (const weights of weightsOfEveryKind(n, 37)) {
        for (const rows of [1, 2, 5]) {
          const c = { ...operands(rows, n, 37), weights };
          expectExact(fixture(), c);
          expectScaled(fixture(), c, { ...scales(c), bias: floats(n, 6) });
        }
      }
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 7])("%i rows equal the reference", (rows) => {
    expectExact(fixture(), operands(rows, 19, 35));
    expectScaled(fixture(), operands(rows, 19, 35));
  });

  test("extreme codes over many blocks: K·128 and −K·128, no sum of digits overflows", () => {
    const k = 256 * 32 + 33;
    const weights = packBipolar([...signsOf(k, -1), ...signsOf(k, 1)], 2, k);
    for (const code of [-128, 127]) {
      const rows = { codes: new Int8Array(2 * k).fill(code), weights, rows: 2 };
      const expected = [-code * k, code * k];
      expect(runInt32(fixture(), rows)).toEqual(Int32Array.from([...expected, ...expected]));
    }
  });

  test("bias and ReLU: 3·(2·0.5) − 4 = −1 becomes 0, 3·(2·0.5) + 1 = 4 stays", () => {
    const c = { codes: Int8Array.of(1, 2), weights: packBipolar([1, 1, 1, 1], 2, 2), rows: 1 };
    const s = {
      rowScales: Float32Array.of(2),
      columnScales: Float32Array.of(0.5, 0.5),
      ...{ bias: Float32Array.of(-4, 1), relu: true },
    };
    expect(runScaled(fixture(), c, s)).toEqual(Float32Array.of(0, 4));
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = operands(5, 19, 65);
    const s = { ...scales(c), bias: floats(19, 7) };
    const all = runScaled(fixture(), c, s);
    for (let m = 0; m < c.rows; m++) {
      const alone = runScaled(
        fixture(),
        { ...c, rows: 1, codes: c.codes.slice(m * 65, (m + 1) * 65) },
        { ...s, rowScales: s.rowScales.slice(m, m + 1) },
      );
      expectSameBits(alone, all.slice(m * 19, (m + 1) * 19));
    }
  });
}

function signsOf(length: number, sign: number): number[] {
  return new Array<number>(length).fill(sign);
}
