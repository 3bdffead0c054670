import { packUnipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import { type ArenaFixture, bitWords } from "./arena-fixture.ts";
import { indices } from "./operands.ts";
import { type Place, type Shape, type SignProduct, signProducts } from "./products.ts";

interface Thresholded {
  readonly thresholds: ArrayLike<number>;
  /** One for each column. */
  readonly flips: ArrayLike<number>;
}

/** The signs of a product behind thresholds that are made from its sums, and the words that they must be. */
function run(
  f: ArenaFixture,
  place: Place<SignProduct>,
  shape: Shape,
  thresholdsOf: (sums: ArrayLike<number>, shape: Shape) => Thresholded,
) {
  const { rows, outFeatures } = shape;
  return f.scope(() => {
    const { sign, sums: writeSums, element } = place(f, shape);
    const isFloat = element === "float32";
    const [size, words] = [rows * outFeatures, bitWords(rows, outFeatures)];
    const sums = isFloat ? f.floatOutput(size) : f.intOutput(size);
    f.run((tape) => writeSums(tape, { out: sums.offset }));
    const x = sums.read();
    const { thresholds, flips } = thresholdsOf(x, shape);
    const at = isFloat ? f.floats(thresholds) : f.ints(thresholds);
    const flipWords = f.ints(packUnipolar(flips, 1, outFeatures).words);
    const [out, passed] = [f.intOutput(words), f.intOutput(words)];
    f.run((tape) => sign(tape, { thresholds: at, flips: flipWords, out: out.offset }));
    f.run((tape) =>
      tape.threshold({
        ...{ x: sums.offset, element, rows: f.ints([rows]), features: outFeatures },
        ...{ thresholds: { at, count: 1 }, flips: flipWords, planes: 1, levels: [0, 1] },
        bits: passed.offset,
      }),
    );
    const bits = reference.threshold({ x, features: outFeatures, thresholds, count: 1, flips });
    const expected = rows === 0 ? [] : packUnipolar(bits, rows, outFeatures).words;
    return { out: out.read(), passed: passed.read(), expected: Int32Array.from(expected), bits };
  });
}

/** Thresholds that a sum of their column meets, or misses by one; some that none or all reach; half of them flipped. */
function amidSums(sums: ArrayLike<number>, { rows, outFeatures }: Shape): Thresholded {
  const thresholds = Array.from({ length: outFeatures }, (_, n) => {
    if (n % 7 === 5) return 2 ** 31 - 1;
    if (n % 7 === 6) return -(2 ** 31);
    return rows === 0 ? n : sums[(n % rows) * outFeatures + n] + (n % 3) - 1;
  });
  return { thresholds, flips: indices(outFeatures, 2, 9) };
}

export function productSignOutputContract(fixture: () => ArenaFixture): void {
  for (const [name, place] of Object.entries(signProducts)) {
    test.each([1, 3, 4, 5, 17, 63, 64, 67, 127, 128, 131])(
      `${name}: %i columns of signs are those of a threshold behind the sums`,
      (outFeatures) => {
        for (const rows of [0, 1, 2, 7, 18]) {
          const shape = { rows, outFeatures };
          const { out, passed, expected } = run(fixture(), place, shape, amidSums);
          expect(out).toEqual(expected);
          expect(out).toEqual(passed);
        }
      },
    );

    test(`${name}: both signs occur, kept and flipped`, () => {
      const { bits } = run(fixture(), place, { rows: 18, outFeatures: 131 }, amidSums);
      expect(new Set(bits)).toEqual(new Set([0, 1]));
    });

    test(`${name}: thresholds that all sums reach, or none, give the flips alone`, () => {
      const shape = { rows: 3, outFeatures: 6 };
      const flips = [0, 1, 0, 1, 0, 1];
      const ends = (end: number) => () => ({ thresholds: new Array<number>(6).fill(end), flips });
      const never = run(fixture(), place, shape, ends(2 ** 31 - 1));
      const always = run(fixture(), place, shape, ends(-(2 ** 31)));
      for (let row = 0; row < 3; row++) {
        expect(never.out[4 * row]).toBe(0b101010);
        expect(always.out[4 * row]).toBe(0b010101);
      }
    });
  }

  test("setBitGemm: a sum that is NaN is not below its threshold", () => {
    const f = fixture();
    f.scope(() => {
      const out = f.intOutput(bitWords(1, 2));
      f.run((tape) =>
        tape.setBitGemmSign({
          ...{ x: f.floats([Number.NaN, 1]), rows: f.ints([1]), outFeatures: 2, inFeatures: 2 },
          weights: f.ints(packUnipolar([1, 0, 0, 1], 2, 2).words),
          ...{ thresholds: f.floats([0, 2]), flips: f.ints([0]), out: out.offset },
        }),
      );
      expect(out.read()).toEqual(Int32Array.of(1, 0, 0, 0));
    });
  });
}
