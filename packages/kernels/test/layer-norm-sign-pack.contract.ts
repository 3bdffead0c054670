import { wordsPerRow } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import { type ArenaFixture, bitWords } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats } from "./operands.ts";

interface Case extends Omit<reference.LayerNormReference, "addend"> {
  readonly x: Float32Array;
  readonly groups: number;
}

interface Packed {
  readonly words: Int32Array;
  readonly rowScales: Float32Array;
}

function operands(rows: number, length: number, groups: number): Case {
  return {
    ...{ features: length * groups, groups, epsilon: 1e-6 },
    x: floats(rows * length * groups, 2),
    gamma: floats(length, 3),
    beta: floats(length, 4),
  };
}

function normOperands(f: ArenaFixture, c: Case) {
  return {
    rows: f.ints([c.x.length / c.features]),
    ...{ x: f.floats(c.x), features: c.features, groups: c.groups, epsilon: c.epsilon },
    gamma: f.floats(c.gamma),
    beta: f.floats(c.beta),
  };
}

function runMaximum(f: ArenaFixture, c: Case, isFused: boolean): Packed {
  return f.scope(() => {
    const rows = c.x.length / c.features;
    const norm = normOperands(f, c);
    const bits = f.intOutput(bitWords(rows, c.features));
    const rowScales = f.floatOutput(rows);
    const out = f.floatOutput(c.x.length);
    const packed = { bits: bits.offset, rowScales: rowScales.offset };
    f.run((tape) =>
      isFused
        ? tape.layerNormSignPackTokenMaximum({ ...norm, ...packed })
        : tape
            .layerNorm({ ...norm, out: out.offset })
            .signPackTokenMaximum({ ...norm, x: out.offset, ...packed }),
    );
    return { words: bits.read(), rowScales: rowScales.read() };
  });
}

function runShift(f: ArenaFixture, c: Case, isFused: boolean, values?: Float32Array): Int32Array {
  return f.scope(() => {
    const norm = normOperands(f, c);
    const bits = f.intOutput(bitWords(c.x.length / c.features, c.features));
    const out = f.floatOutput(c.x.length);
    const packed = { bits: bits.offset, shift: f.optionalFloats(values) };
    f.run((tape) =>
      isFused
        ? tape.layerNormSignPackShift({ ...norm, ...packed })
        : tape
            .layerNorm({ ...norm, out: out.offset })
            .signPackShift({ ...norm, x: out.offset, ...packed }),
    );
    return bits.read();
  });
}

export function layerNormSignPackContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 5, 15, 16, 17, 64])(
    "slices of %i: the same bits as the two operations in turn",
    (length) => {
      for (const [rows, groups] of [
        [0, 1],
        [1, 1],
        [5, 1],
        [3, 2],
        [2, 7],
      ]) {
        const c = operands(rows, length, groups);
        const [fused, inTurn] = [true, false].map((each) => runMaximum(fixture(), c, each));
        expect(fused.words).toEqual(inTurn.words);
        expectSameBits(fused.rowScales, inTurn.rowScales);
        for (const shift of [undefined, floats(c.features, 5)]) {
          expect(runShift(fixture(), c, true, shift)).toEqual(runShift(fixture(), c, false, shift));
        }
      }
    },
  );

  test("equals the reference where a value is no rounding error from 0", () => {
    const c = operands(5, 67, 3);
    const normal = reference.layerNorm(c);
    const expected = reference.layerNormSignPackTokenMaximum(c);
    const { words, rowScales } = runMaximum(fixture(), c, true);
    expectWithin(rowScales, expected.rowScales, (r) => 1e-5 * expected.rowScales[r]);
    const shifted = reference.layerNormSignPackShift(c);
    for (const [i, sign] of expected.signs.entries()) {
      if (Math.abs(normal[i]) < 1e-5) continue;
      const [row, k] = [Math.floor(i / c.features), i % c.features];
      const word = words[row * wordsPerRow(c.features) + (k >>> 5)];
      expect((word >>> (k & 31)) & 1).toBe(sign < 0 ? 1 : 0);
      expect(shifted[i]).toBe(sign);
    }
  });

  test("[1, 2, 3, 6] with σ = 2 gives [−1, −½, 0, 1½]: bits 0011, scale (1½ + 2^−23)/2", () => {
    const c: Case = {
      ...{ x: Float32Array.of(1, 2, 3, 6), features: 4, groups: 1, epsilon: 0.5 },
      ...{ gamma: [1, 1, 1, 1], beta: [0, 0, 0, 0] },
    };
    const { words, rowScales } = runMaximum(fixture(), c, true);
    expect(words).toEqual(Int32Array.of(0b0011, 0, 0, 0));
    expect(rowScales).toEqual(Float32Array.of(Math.fround(1.5 + 2 ** -23) / 2));
    const shift = Float32Array.of(1, 0.25, -0.5, -2);
    expect(runShift(fixture(), c, true, shift)).toEqual(Int32Array.of(0b1110, 0, 0, 0));
  });

  test("NaN makes its row's scale NaN and packs as 0; other rows keep their bits", () => {
    const c = operands(3, 37, 1);
    const clean = runMaximum(fixture(), c, true);
    c.x[37 + 5] = Number.NaN;
    const { words, rowScales } = runMaximum(fixture(), c, true);
    expect(Array.from(rowScales, Number.isNaN)).toEqual([false, true, false]);
    expect(words.slice(4, 8)).toEqual(new Int32Array(4));
    expect(words.slice(0, 4)).toEqual(clean.words.slice(0, 4));
    expect(words.slice(8)).toEqual(clean.words.slice(8));
  });
}
