import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits } from "./expect-close.ts";
import { floats } from "./operands.ts";
import { type FloatProduct, type Place, products, type Shape } from "./products.ts";

/** Outputs of a product, and of a product beside it that gives its sums alone. */
function run(
  f: ArenaFixture,
  place: Place<FloatProduct>,
  shape: Shape,
  output: reference.ScaledOutput,
) {
  return f.scope(() => {
    const product = place(f, shape).float;
    const size = shape.rows * shape.outFeatures;
    const [sums, out] = [f.floatOutput(size), f.floatOutput(size)];
    const operands = {
      rowScales: f.optionalFloats(output.rowScales),
      columnScales: f.optionalFloats(output.columnScales),
      bias: f.optionalFloats(output.bias),
      slopes: f.optionalFloats(output.slopes),
      relu: output.relu ?? false,
    };
    f.run((tape) => product(tape, { out: sums.offset }));
    f.run((tape) => product(tape, { ...operands, out: out.offset }));
    return { sums: sums.read(), out: out.read() };
  });
}

function expectScaled(
  f: ArenaFixture,
  place: Place<FloatProduct>,
  shape: Shape,
  output: reference.ScaledOutput,
): void {
  const { sums, out } = run(f, place, shape, output);
  const expected = reference.scaleSums(sums, shape.outFeatures, output, Math.fround);
  expectSameBits(out, Float32Array.from(expected));
}

/** Each part of an output alone, all together, and ReLU in place of slopes. */
function outputs({ rows, outFeatures }: Shape): reference.ScaledOutput[] {
  const parts = {
    rowScales: floats(rows, 5),
    columnScales: floats(outFeatures, 6),
    bias: floats(outFeatures, 7),
  };
  const slopes = floats(outFeatures, 8);
  return [
    ...Object.entries(parts).map(([name, values]) => ({ [name]: values })),
    { slopes },
    { relu: true },
    { ...parts, slopes },
    { ...parts, relu: true },
  ];
}

export function productOutputContract(fixture: () => ArenaFixture): void {
  for (const [name, place] of Object.entries(products)) {
    test.each([1, 3, 4, 5, 16, 17, 64, 65, 130])(
      `${name}: %i columns are the sums, scaled and activated, to the bit`,
      (outFeatures) => {
        for (const rows of [1, 2, 7, 18]) {
          const shape = { rows, outFeatures };
          for (const output of outputs(shape)) expectScaled(fixture(), place, shape, output);
        }
      },
    );

    test(`${name}: no rows`, () => {
      const shape = { rows: 0, outFeatures: 5 };
      expect(run(fixture(), place, shape, { bias: floats(5, 7) }).out).toHaveLength(0);
    });

    test(`${name}: scales of zero give zeros, a scale of NaN gives NaN, ReLU or not`, () => {
      const shape = { rows: 2, outFeatures: 3 };
      const zero = run(fixture(), place, shape, { columnScales: [0, -0, 0], relu: true });
      expect(Array.from(zero.out, Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
      const nan = run(fixture(), place, shape, { rowScales: [Number.NaN, 1], relu: true });
      expect(Array.from(nan.out, Number.isNaN)).toEqual([true, true, true, false, false, false]);
    });

    test(`${name}: slopes and relu exclude each other`, () => {
      const f = fixture();
      f.scope(() => {
        const product = place(f, { rows: 1, outFeatures: 2 }).float;
        expect(() =>
          f.run((tape) => product(tape, { slopes: 1024, relu: true, out: 1024 })),
        ).toThrow(/^\w+: give at most one of slopes and relu$/);
      });
    });
  }
}
