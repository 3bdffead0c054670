import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, codes, floats, UNIT } from "./operands.ts";

interface Case extends Omit<reference.Int8ProductReference, "bias"> {
  readonly codes: Int8Array;
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
}

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  return {
    ...{ rows, outFeatures, inFeatures },
    codes: codes(rows * inFeatures, 2),
    weights: codes(outFeatures * inFeatures, 3),
    rowScales: floats(rows, 4),
    columnScales: floats(outFeatures, 5),
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.gemmInt8({
        codes: f.bytes(c.codes),
        weights: f.bytes(c.weights),
        rowScales: f.floats(c.rowScales),
        columnScales: f.floats(c.columnScales),
        rows: f.ints([c.rows]),
        outFeatures: c.outFeatures,
        inFeatures: c.inFeatures,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

/** The sum is exact up to K = 1040 (1040·127² < 2^24); scale and product are rounded once each. */
function expectClose(f: ArenaFixture, c: Case): void {
  const expected = reference.gemmInt8(c);
  expectWithin(run(f, c), expected, (i) => 2.01 * UNIT * Math.abs(expected[i]) + 2 ** -140);
}

/** With unit scales the outputs are the integers themselves. */
function expectExact(f: ArenaFixture, c: Case): void {
  const unit = {
    ...c,
    rowScales: new Float32Array(c.rows).fill(1),
    columnScales: new Float32Array(c.outFeatures).fill(1),
  };
  expect(run(f, unit)).toEqual(Float32Array.from(reference.gemmInt8(unit)));
}

export function gemmInt8Contract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 256, 1031])("K = %i equals the reference", (k) => {
    for (const rows of [1, 5]) {
      expectExact(fixture(), operands(rows, 11, k));
      expectClose(fixture(), operands(rows, 11, k));
    }
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 31])("N = %i equals the reference", (n) => {
    for (const rows of [1, 2, 3]) expectExact(fixture(), operands(rows, n, 23));
  });

  test.each([0, 1, 2, 7, 8, 9, 15, 16, 17])("%i rows equal the reference", (rows) => {
    expectExact(fixture(), operands(rows, 6, 19));
    expectClose(fixture(), operands(rows, 6, 19));
  });

  test("±127 at K = 4099 sum to ±127²·4099 without overflow", () => {
    const k = 4099;
    const c = {
      ...operands(1, 2, k),
      codes: new Int8Array(k).fill(-127),
      weights: new Int8Array(2 * k).fill(127, 0, k).fill(-127, k),
      rowScales: Float32Array.of(1),
      columnScales: Float32Array.of(1, 1),
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(-(127 ** 2) * k, 127 ** 2 * k));
  });

  test("a NaN row scale makes its row NaN and no other", () => {
    const c = { ...operands(3, 5, 9), rowScales: Float32Array.of(1, Number.NaN, 1) };
    const nan = Array.from(run(fixture(), c), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 5) === 1));
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = operands(11, 7, 37);
    const all = run(fixture(), c);
    for (let m = 0; m < c.rows; m++) {
      const alone = run(fixture(), {
        ...c,
        rows: 1,
        codes: c.codes.slice(m * 37, (m + 1) * 37),
        rowScales: c.rowScales.slice(m, m + 1),
      });
      expectSameBits(alone, all.slice(m * 7, (m + 1) * 7));
    }
  });
}
