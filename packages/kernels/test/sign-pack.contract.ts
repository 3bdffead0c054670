import { packBipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import { type ArenaFixture, bitWords } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, UNIT } from "./operands.ts";

interface Packed {
  readonly words: Int32Array;
  readonly rowScales: Float32Array;
}

function runMaximum(f: ArenaFixture, x: Float32Array, rows: number, features: number): Packed {
  return f.scope(() => {
    const bits = f.intOutput(bitWords(rows, features));
    const rowScales = f.floatOutput(rows);
    f.run((tape) =>
      tape.signPackTokenMaximum({
        x: f.floats(x),
        rows: f.ints([rows]),
        features,
        bits: bits.offset,
        rowScales: rowScales.offset,
      }),
    );
    return { words: bits.read(), rowScales: rowScales.read() };
  });
}

function runShift(
  f: ArenaFixture,
  x: Float32Array,
  rows: number,
  features: number,
  shift?: Float32Array,
): Int32Array {
  return f.scope(() => {
    const bits = f.intOutput(bitWords(rows, features));
    f.run((tape) =>
      tape.signPackShift({
        x: f.floats(x),
        shift: f.optionalFloats(shift),
        rows: f.ints([rows]),
        features,
        bits: bits.offset,
      }),
    );
    return bits.read();
  });
}

/** Signs as words, as core packs them. */
function packed(signs: Int8Array, rows: number, features: number): Int32Array {
  return rows === 0 ? new Int32Array() : Int32Array.from(packBipolar(signs, rows, features).words);
}

export function signPackContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 15, 16, 17, 255])("%i features equal the reference", (features) => {
    for (const rows of [0, 1, 5]) {
      const x = floats(rows * features, features);
      const shift = floats(features, 7);
      const expected = reference.signPackTokenMaximum(x, rows, features);
      const actual = runMaximum(fixture(), x, rows, features);
      expect(actual.words).toEqual(packed(expected.signs, rows, features));
      const bound = (r: number): number => 2 * UNIT * expected.rowScales[r];
      expectWithin(actual.rowScales, expected.rowScales, bound);
      for (const s of [undefined, shift]) {
        const signs = reference.signPackShift(x, rows, features, s);
        expect(runShift(fixture(), x, rows, features, s)).toEqual(packed(signs, rows, features));
      }
    }
  });

  test("0 and −0 are positive, the tiniest negative number is not", () => {
    const x = Float32Array.of(0, -0, -(2 ** -149), 2 ** -149, -1);
    expect(runShift(fixture(), x, 1, 5)).toEqual(Int32Array.of(0b10100, 0, 0, 0));
    expect(runMaximum(fixture(), x, 1, 5).words).toEqual(Int32Array.of(0b10100, 0, 0, 0));
  });

  test("max|x| = 3 gives the row scale (3 + 2^−23)/2 in float32", () => {
    const { rowScales } = runMaximum(fixture(), Float32Array.of(1, -3, 2), 1, 3);
    expect(rowScales).toEqual(Float32Array.of(Math.fround(3 + 2 ** -23) / 2));
  });

  test("−1 + 1 = 0 is positive, −1.5 + 1 is not, 0.5 − 0.25 is", () => {
    const x = Float32Array.of(-1, -1.5, 0.5);
    const shift = Float32Array.of(1, 1, -0.25);
    expect(runShift(fixture(), x, 1, 3, shift)[0]).toBe(0b010);
  });

  test("NaN packs as 0 and makes its row's scale NaN; other rows keep their bits", () => {
    const x = floats(3 * 37);
    const clean = runMaximum(fixture(), x, 3, 37);
    x[37 + 36] = Number.NaN;
    const { words, rowScales } = runMaximum(fixture(), x, 3, 37);
    expect(Array.from(rowScales, Number.isNaN)).toEqual([false, true, false]);
    expect(words.slice(0, 4)).toEqual(clean.words.slice(0, 4));
    expect(words[5] & (1 << 4)).toBe(0);
    expect(words.slice(8)).toEqual(clean.words.slice(8));
  });

  test("a row alone gives what it gives among others", () => {
    const x = floats(5 * 67);
    const all = runMaximum(fixture(), x, 5, 67);
    for (let m = 0; m < 5; m++) {
      const alone = runMaximum(fixture(), x.slice(m * 67, (m + 1) * 67), 1, 67);
      expect(alone.words).toEqual(all.words.slice(m * 4, (m + 1) * 4));
      expectSameBits(alone.rowScales, all.rowScales.slice(m, m + 1));
    }
  });
}
