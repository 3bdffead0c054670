import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { floats } from "./operands.ts";
import { type DigitProduct, digitProducts, type Place, type Shape } from "./products.ts";

interface Case extends reference.Int8Output {
  readonly outElement?: "int8" | "uint8";
}

type Digits = Omit<Case, keyof reference.ScaledOutput>;

/** Digits of a product, and the sums of the same product. */
function run(f: ArenaFixture, place: Place<DigitProduct>, shape: Shape, output: Case) {
  return f.scope(() => {
    const { float, int8 } = place(f, shape);
    const size = shape.rows * shape.outFeatures;
    const [sums, out] = [f.floatOutput(size), f.byteOutput(size)];
    const { rowScales, columnScales, bias, slopes, ...rest } = output;
    const operands = {
      rowScales: f.optionalFloats(rowScales),
      columnScales: f.optionalFloats(columnScales),
      bias: f.optionalFloats(bias),
      slopes: f.optionalFloats(slopes),
      ...rest,
    };
    f.run((tape) => float(tape, { out: sums.offset }));
    f.run((tape) => int8(tape, { ...operands, out: out.offset }));
    return { sums: sums.read(), out: out.read() };
  });
}

function expectDigits(
  f: ArenaFixture,
  place: Place<DigitProduct>,
  shape: Shape,
  output: Case,
): void {
  const { sums, out } = run(f, place, shape, output);
  expect(out).toEqual(reference.sumsToInt8(sums, shape.outFeatures, output));
}

/** Digits by themselves, of a step, of uint8, and of sums with everything that an output has. */
function outputs({ rows, outFeatures }: Shape): Case[] {
  const scales = {
    rowScales: floats(rows, 5).map((x) => 8 * x),
    columnScales: floats(outFeatures, 6),
    bias: floats(outFeatures, 7).map((x) => 50 * x),
  };
  return [
    {},
    { step: 2, least: -128, greatest: -3 },
    { ...scales, slopes: floats(outFeatures, 8), step: 0.1 },
    { ...scales, relu: true, step: 0.3, least: 0, greatest: 255, outElement: "uint8" },
  ];
}

export function productInt8OutputContract(fixture: () => ArenaFixture): void {
  for (const [name, place] of Object.entries(digitProducts)) {
    test.each([1, 3, 4, 5, 17, 64, 67, 131])(
      `${name}: %i columns are the sums in digits of a step`,
      (outFeatures) => {
        for (const rows of [0, 1, 2, 7, 18]) {
          const shape = { rows, outFeatures };
          for (const output of outputs(shape)) expectDigits(fixture(), place, shape, output);
        }
      },
    );

    test(`${name}: scales of NaN give the least digit, infinite ones the ends`, () => {
      const shape = { rows: 2, outFeatures: 3 };
      const none = { bias: [Number.NaN, Number.POSITIVE_INFINITY, -1e30], least: -5, greatest: 6 };
      const { out } = run(fixture(), place, shape, { columnScales: [0, 0, 0], ...none });
      expect(Array.from(out)).toEqual([-5, 6, -5, -5, 6, -5]);
    });

    test(`${name}: steps are positive, digits those of a byte`, () => {
      const f = fixture();
      f.scope(() => {
        const { int8 } = place(f, { rows: 1, outFeatures: 2 });
        const refused = (digits: Digits, why: RegExp) =>
          expect(() => f.run((tape) => int8(tape, { ...digits, out: 1024 }))).toThrow(why);
        refused({ step: 0 }, /step must be positive, got 0/);
        refused({ step: Number.NaN }, /step must be positive, got NaN/);
        refused({ least: -129 }, /least must be an integer in -128 … 127/);
        refused({ least: 3, greatest: 2 }, /greatest must be an integer in 3 … 127/);
        refused({ greatest: 256, outElement: "uint8" }, /greatest must be an integer in 0 … 255/);
      });
    });
  }
}
