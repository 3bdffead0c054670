import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, codes, indices } from "./operands.ts";

interface Case extends reference.Int8ProductReference {
  readonly codes: Int8Array | Uint8Array;
  readonly weights: Int8Array;
}

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  return {
    ...{ rows, outFeatures, inFeatures },
    codes: codes(rows * inFeatures, 2),
    weights: codes(outFeatures * inFeatures, 3),
  };
}

/** The same with bytes 0 … 255. */
function pixels(rows: number, outFeatures: number, inFeatures: number): Case {
  const bytes = Uint8Array.from(indices(rows * inFeatures, 256, 4));
  return { ...operands(rows, outFeatures, inFeatures), codes: bytes };
}

function run(f: ArenaFixture, c: Case): Int32Array {
  return f.scope(() => {
    const out = f.intOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.gemmInt8Int32({
        codes: f.bytes(c.codes),
        unsigned: c.codes instanceof Uint8Array,
        weights: f.bytes(c.weights),
        bias: c.bias === undefined ? 0 : f.ints(c.bias),
        rows: f.ints([c.rows]),
        outFeatures: c.outFeatures,
        inFeatures: c.inFeatures,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

function expectExact(f: ArenaFixture, c: Case): void {
  expect(run(f, c)).toEqual(reference.gemmInt8Int32(c));
}

export function gemmInt8Int32Contract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 1031])("K = %i equals the reference, signed and unsigned", (k) => {
    for (const rows of [1, 5]) {
      expectExact(fixture(), operands(rows, 11, k));
      expectExact(fixture(), { ...pixels(rows, 11, k), bias: indices(11, 2 ** 20, 5) });
    }
  });

  test.each([1, 2, 3, 4, 5, 31, 63, 64, 65, 131])("N = %i equals the reference", (n) => {
    const bias = indices(n, 2 ** 20, 6).map((x) => x - 2 ** 19);
    for (const rows of [1, 2, 3]) {
      expectExact(fixture(), { ...operands(rows, n, 23), bias });
      expectExact(fixture(), pixels(rows, n, 23));
    }
  });

  test.each([0, 1, 7, 8, 9, 17])("%i rows equal the reference", (rows) => {
    expectExact(fixture(), pixels(rows, 6, 19));
  });

  test("255 and −128 at K = 65793 sum without overflow, just", () => {
    const k = 65793;
    const codes = new Uint8Array(k).fill(255);
    const weights = new Int8Array(2 * k).fill(127, 0, k).fill(-128, k);
    const c = { rows: 1, outFeatures: 2, inFeatures: k, codes, weights };
    expect(run(fixture(), c)).toEqual(Int32Array.of(255 * 127 * k, -255 * 128 * k));
  });
}
