import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, UNIT } from "./operands.ts";

interface Best {
  readonly ids: Int32Array;
  readonly logProbabilities: Float32Array;
}

function run(f: ArenaFixture, logits: Float32Array, rows: number, size: number, k: number): Best {
  return f.scope(() => {
    const ids = f.intOutput(rows * k);
    const values = f.floatOutput(rows * k);
    f.run((tape) =>
      tape.logSoftmaxTopK({
        logits: f.floats(logits),
        rows: f.ints([rows]),
        vocabularySize: size,
        k,
        outIds: ids.offset,
        outLogProbabilities: values.offset,
      }),
    );
    return { ids: ids.read(), logProbabilities: values.read() };
  });
}

/**
 * Each exponential errs by a relative 2^−23, so the logarithm of the sum by 2^−23; the two subtractions and the
 * logarithm are rounded to float32: 3·u of magnitudes up to |log p| + log V. Twice that for exp's argument.
 */
function expectClose(f: ArenaFixture, logits: Float32Array, rows: number, k: number): void {
  const size = logits.length / rows;
  const expected = reference.logSoftmaxTopK(logits, rows, size, k);
  const actual = run(f, logits, rows, size, k);
  expect(actual.ids).toEqual(expected.ids);
  expectWithin(actual.logProbabilities, expected.logProbabilities, (i) => {
    return 2 ** -22 + 6 * UNIT * (Math.abs(expected.logProbabilities[i]) + Math.log(size));
  });
}

export function logSoftmaxTopKContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 8, 257])("%i logits equal the reference", (size) => {
    for (const rows of [1, 3]) {
      const logits = floats(rows * size, 2).map((x) => 20 * x);
      for (const k of new Set([1, Math.min(4, size), size])) {
        expectClose(fixture(), logits, rows, k);
      }
    }
  });

  test("no rows", () => {
    expect(run(fixture(), new Float32Array(), 0, 5, 2).ids).toEqual(new Int32Array());
  });

  test("equal logits: the lower id first, 0 and −0 are equal", () => {
    const logits = Float32Array.of(-1, 0, -0, 3, 3, 0, 3);
    expect(run(fixture(), logits, 1, 7, 7).ids).toEqual(Int32Array.of(3, 4, 6, 1, 2, 5, 0));
    expect(run(fixture(), new Float32Array(37), 1, 37, 3).ids).toEqual(Int32Array.of(0, 1, 2));
  });

  test("two equal logits have probability ½ each; −∞ has none", () => {
    const logits = Float32Array.of(7, Number.NEGATIVE_INFINITY, 7);
    const { ids, logProbabilities } = run(fixture(), logits, 1, 3, 3);
    expect(ids).toEqual(Int32Array.of(0, 2, 1));
    expectWithin(
      logProbabilities,
      [-Math.LN2, -Math.LN2, Number.NEGATIVE_INFINITY],
      () => 2 ** -22,
    );
    expect(logProbabilities[2]).toBe(Number.NEGATIVE_INFINITY);
  });

  test.each([0, 5, 36])("NaN at %i stops the tape and names the row", (at) => {
    const logits = floats(3 * 37);
    logits[37 + at] = Number.NaN;
    expect(() => run(fixture(), logits, 3, 37, 2)).toThrow(
      /^run: logSoftmaxTopK \(instruction 0\): logits of row 1 must hold no NaN/,
    );
  });

  test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "a maximum of %s stops the tape",
    (value) => {
      const logits = new Float32Array(5).fill(value);
      expect(() => run(fixture(), logits, 1, 5, 2)).toThrow(RangeError);
    },
  );

  test("a row alone gives the bits it gives among others", () => {
    const logits = floats(5 * 41, 3);
    const all = run(fixture(), logits, 5, 41, 3);
    for (let m = 0; m < 5; m++) {
      const alone = run(fixture(), logits.slice(m * 41, (m + 1) * 41), 1, 41, 3);
      expect(alone.ids).toEqual(all.ids.slice(m * 3, (m + 1) * 3));
      expectSameBits(alone.logProbabilities, all.logProbabilities.slice(m * 3, (m + 1) * 3));
    }
  });
}
