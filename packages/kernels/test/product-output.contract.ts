import { codeOf, packTernary, packUnipolar, planeCodeOf } from "@bnnkit/core";
import { expect, test } from "vitest";
import {
  countPlaneRows,
  type FloatOutput,
  float32TableBytes,
  int8TableBytes,
  packPlaneLanes,
  packTableLanes,
  type TapeBuilder,
} from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits } from "./expect-close.ts";
import { codes, floats, indices, signs } from "./operands.ts";

interface Shape {
  readonly rows: number;
  readonly outFeatures: number;
}

const inFeatures = 37;

/** A product on operands of its own, as a tape writes it for an output. */
type WriteProduct = (
  f: ArenaFixture,
  shape: Shape,
) => (tape: TapeBuilder, output: FloatOutput) => TapeBuilder;

/** What all read. */
function shared(f: ArenaFixture, { rows, outFeatures }: Shape) {
  return { rows: f.ints([rows]), outFeatures, inFeatures };
}

function ternaryWeights(outFeatures: number) {
  const values = indices(outFeatures * inFeatures, 3, 3).map((value) => value - 1);
  return packTernary(values, outFeatures, inFeatures);
}

/** Every product with a float output. */
const products: Readonly<Record<string, WriteProduct>> = {
  bgemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const operands = {
      ...shared(f, shape),
      bits: f.signs(signs(rows * inFeatures, 2), rows, inFeatures),
      weights: f.signByteLanes(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures),
    };
    return (tape, output) => tape.bgemm({ ...operands, ...output });
  },
  gemmInt8: (f, shape) => {
    const operands = {
      ...shared(f, shape),
      codes: f.bytes(codes(shape.rows * inFeatures, 2)),
      weights: f.bytes(codes(shape.outFeatures * inFeatures, 3)),
    };
    return (tape, output) => tape.gemmInt8({ ...operands, ...output });
  },
  planeGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const weights = ternaryWeights(outFeatures);
    const bits = f.signs(signs(rows * inFeatures, 2), rows, inFeatures);
    const operands = {
      ...shared(f, shape),
      ...{ bits, activationCode: { offset: 0.3, weights: [-0.7] }, weightPlanes: 2 },
      weights: f.ints(packPlaneLanes(weights)),
      columnCounts: f.ints(countPlaneRows(weights)),
      columnWeights: f.floats(floats(2 * outFeatures, 4)),
    };
    return (tape, output) => tape.planeGemm({ ...operands, ...output });
  },
  tableGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const weights = ternaryWeights(outFeatures);
    const operands = {
      ...shared(f, shape),
      tables: f.bytes(new Int8Array(rows * int8TableBytes(inFeatures))),
      weights: f.bytes(packTableLanes(weights)),
      code: planeCodeOf(codeOf(weights)),
    };
    const of = { features: inFeatures, codes: f.bytes(codes(rows * inFeatures, 2)) };
    return (tape, output) =>
      tape.tabulateInt8({ ...operands, ...of }).tableGemm({ ...operands, ...output });
  },
  tableGemmFloat32: (f, shape) => {
    const { rows, outFeatures } = shape;
    const weights = ternaryWeights(outFeatures);
    const operands = {
      ...shared(f, shape),
      tables: f.bytes(new Int8Array(rows * float32TableBytes(inFeatures))),
      weights: f.bytes(packTableLanes(weights)),
      code: planeCodeOf(codeOf(weights)),
    };
    const of = { features: inFeatures, x: f.floats(floats(rows * inFeatures, 2)) };
    return (tape, output) =>
      tape.tabulateFloat32({ ...operands, ...of }).tableGemmFloat32({ ...operands, ...output });
  },
  setBitGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const bits = indices(outFeatures * inFeatures, 2, 3);
    const operands = {
      ...{ ...shared(f, shape), x: f.floats(floats(rows * inFeatures, 2)) },
      weights: f.ints(packUnipolar(bits, outFeatures, inFeatures).words),
    };
    return (tape, output) => tape.setBitGemm({ ...operands, ...output });
  },
  signWeightGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const operands = {
      ...{ ...shared(f, shape), x: f.floats(floats(rows * inFeatures, 2)) },
      weights: f.signLanes(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures),
    };
    return (tape, output) => tape.signWeightGemm({ ...operands, ...output });
  },
  gemmFloat32: (f, shape) => {
    const { rows, outFeatures } = shape;
    const operands = {
      ...{ ...shared(f, shape), x: f.floats(floats(rows * inFeatures, 2)) },
      weights: f.floatLanes(floats(outFeatures * inFeatures, 3), outFeatures, inFeatures),
    };
    return (tape, output) => tape.gemmFloat32({ ...operands, ...output });
  },
};

/** Outputs of a product, and of a product beside it that gives its sums alone. */
function run(f: ArenaFixture, write: WriteProduct, shape: Shape, output: reference.ScaledOutput) {
  return f.scope(() => {
    const product = write(f, shape);
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
  write: WriteProduct,
  shape: Shape,
  output: reference.ScaledOutput,
): void {
  const { sums, out } = run(f, write, shape, output);
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
  for (const [name, write] of Object.entries(products)) {
    test.each([1, 3, 4, 5, 16, 17, 64, 65, 130])(
      `${name}: %i columns are the sums, scaled and activated, to the bit`,
      (outFeatures) => {
        for (const rows of [1, 2, 7, 18]) {
          const shape = { rows, outFeatures };
          for (const output of outputs(shape)) expectScaled(fixture(), write, shape, output);
        }
      },
    );

    test(`${name}: no rows`, () => {
      const shape = { rows: 0, outFeatures: 5 };
      expect(run(fixture(), write, shape, { bias: floats(5, 7) }).out).toHaveLength(0);
    });

    test(`${name}: scales of zero give zeros, a scale of NaN gives NaN, ReLU or not`, () => {
      const shape = { rows: 2, outFeatures: 3 };
      const zero = run(fixture(), write, shape, { columnScales: [0, -0, 0], relu: true });
      expect(Array.from(zero.out, Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
      const nan = run(fixture(), write, shape, { rowScales: [Number.NaN, 1], relu: true });
      expect(Array.from(nan.out, Number.isNaN)).toEqual([true, true, true, false, false, false]);
    });

    test(`${name}: slopes and relu exclude each other`, () => {
      const f = fixture();
      f.scope(() => {
        const product = write(f, { rows: 1, outFeatures: 2 });
        expect(() =>
          f.run((tape) => product(tape, { slopes: 1024, relu: true, out: 1024 })),
        ).toThrow(`${name}: give at most one of slopes and relu`);
      });
    });
  }
}
