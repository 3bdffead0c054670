import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, codes, floats, indices, UNIT } from "./operands.ts";

const VOCABULARY = 11;
const POSITIONS = 13;

interface Case extends reference.EmbedReference {
  readonly ids: Int32Array;
  readonly positions?: Int32Array;
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

function operands(rows: number, features: number, positions: boolean): Case {
  const embedding = {
    ...{ features, multiplier: Math.fround(Math.sqrt(features)) },
    ids: indices(rows, VOCABULARY, 2),
    codes: codes(VOCABULARY * features, 3),
    scales: floats(VOCABULARY, 4),
  };
  if (!positions) return embedding;
  const positionTable = floats(POSITIONS * features, 6);
  return { ...embedding, positions: indices(rows, POSITIONS, 5), positionTable };
}

/** The table of the float operation. */
function table(c: Case): Float32Array {
  return floats(VOCABULARY * c.features, 7);
}

function runInt8(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.ids.length * c.features);
    f.run((tape) =>
      tape.embedInt8({
        ...positionOperands(f, c),
        codes: f.bytes(c.codes),
        scales: f.floats(c.scales),
        out: out.offset,
      }),
    );
    return out.read();
  });
}

function runFloat32(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.ids.length * c.features);
    f.run((tape) =>
      tape.embedFloat32({ ...positionOperands(f, c), table: f.floats(table(c)), out: out.offset }),
    );
    return out.read();
  });
}

function positionOperands(f: ArenaFixture, c: Case) {
  return {
    ids: f.ints(c.ids),
    positions: c.positions === undefined ? 0 : f.ints(c.positions),
    positionTable: f.optionalFloats(c.positionTable),
    multiplier: c.multiplier,
    rows: f.ints([c.ids.length]),
    features: c.features,
  };
}

/** Two products and a sum, rounded once each: 3·u of the magnitudes, which are at most |y| + 2·|position|, |position| ≤ 1. */
const bound = (expected: Float64Array) => (i: number) => 3.01 * UNIT * (Math.abs(expected[i]) + 2);

export function embedContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features equal the reference", (features) => {
    for (const rows of [0, 1, 5]) {
      for (const positions of [false, true]) {
        const c = operands(rows, features, positions);
        const int8 = reference.embedInt8(c);
        expectWithin(runInt8(fixture(), c), int8, bound(int8));
        const float = reference.embedFloat32({ ...c, table: table(c) });
        expectWithin(runFloat32(fixture(), c), float, bound(float));
      }
    }
  });

  test("2·(0.5·[3, −4]) + [10, 20] = [13, 16]", () => {
    const c: Case = {
      ids: Int32Array.of(1),
      positions: Int32Array.of(2),
      positionTable: [0, 0, 0, 0, 10, 20],
      codes: Int8Array.of(9, 9, 3, -4),
      scales: Float32Array.of(9, 0.5),
      ...{ multiplier: 2, features: 2 },
    };
    expect(runInt8(fixture(), c)).toEqual(Float32Array.of(13, 16));
  });

  test("a NaN scale makes rows of its id NaN and no others", () => {
    const c = { ...operands(4, 3, true), ids: Int32Array.of(1, 2, 1, 0) };
    c.scales[2] = Number.NaN;
    const nan = Array.from(runInt8(fixture(), c), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 3) === 1));
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = operands(5, 19, true);
    const [int8, float] = [runInt8(fixture(), c), runFloat32(fixture(), c)];
    for (let m = 0; m < 5; m++) {
      const positions = c.positions?.slice(m, m + 1) ?? new Int32Array();
      const alone = { ...c, ids: c.ids.slice(m, m + 1), positions };
      expectSameBits(runInt8(fixture(), alone), int8.slice(m * 19, (m + 1) * 19));
      expectSameBits(runFloat32(fixture(), alone), float.slice(m * 19, (m + 1) * 19));
    }
  });
}
