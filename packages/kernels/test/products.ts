import { codeOf, packMultiBit, packTernary, packUnipolar, planeCodeOf } from "@bnnkit/core";
import {
  countPlaneRows,
  type FloatOutput,
  float32TableBytes,
  type Int8Output,
  int8TableBytes,
  type Offset,
  packPlaneLanes,
  packTableLanes,
  type SignOutput,
  type TapeBuilder,
} from "../src/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { codes, floats, indices, signs } from "./operands.ts";

export interface Shape {
  readonly rows: number;
  readonly outFeatures: number;
}

const inFeatures = 37;

type Write<Output> = (tape: TapeBuilder, output: Output) => TapeBuilder;

/** A product on operands of its own, as a tape writes it for an output. */
export interface FloatProduct {
  readonly float: Write<FloatOutput>;
}

export interface DigitProduct extends FloatProduct {
  readonly int8: Write<Int8Output>;
}

export interface SignProduct extends DigitProduct {
  readonly sign: Write<SignOutput>;
  /** What the signs are of, as they are. */
  readonly sums: Write<{ readonly out: Offset }>;
  readonly element: "int32" | "float32";
}

export type Place<Product> = (f: ArenaFixture, shape: Shape) => Product;

/** What all read. */
function shared(f: ArenaFixture, { rows, outFeatures }: Shape) {
  return { rows: f.ints([rows]), outFeatures, inFeatures };
}

function ternaryWeights(outFeatures: number) {
  const values = indices(outFeatures * inFeatures, 3, 3).map((value) => value - 1);
  return packTernary(values, outFeatures, inFeatures);
}

/** Every product that also has signs as its output. */
export const signProducts: Readonly<Record<string, Place<SignProduct>>> = {
  gemmInt8: (f, shape) => {
    const operands = {
      ...shared(f, shape),
      codes: f.bytes(codes(shape.rows * inFeatures, 2)),
      weights: f.bytes(codes(shape.outFeatures * inFeatures, 3)),
    };
    return {
      float: (tape, output) => tape.gemmInt8({ ...operands, ...output }),
      int8: (tape, output) => tape.gemmInt8Int8({ ...operands, ...output }),
      sign: (tape, output) => tape.gemmInt8Sign({ ...operands, ...output }),
      sums: (tape, output) => tape.gemmInt8Int32({ ...operands, ...output }),
      element: "int32",
    };
  },
  gemmUint8: (f, shape) => {
    const operands = {
      ...{ ...shared(f, shape), unsigned: true },
      codes: f.bytes(indices(shape.rows * inFeatures, 256, 2)),
      weights: f.bytes(codes(shape.outFeatures * inFeatures, 3)),
    };
    return {
      float: (tape, output) => tape.gemmInt8({ ...operands, ...output }),
      int8: (tape, output) => tape.gemmInt8Int8({ ...operands, ...output }),
      sign: (tape, output) => tape.gemmInt8Sign({ ...operands, ...output }),
      sums: (tape, output) => tape.gemmInt8Int32({ ...operands, ...output }),
      element: "int32",
    };
  },
  planeGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const weights = ternaryWeights(outFeatures);
    const bits = f.signs(signs(rows * inFeatures, 2), rows, inFeatures);
    const operands = {
      ...{ ...shared(f, shape), bits },
      weights: f.ints(packPlaneLanes(weights)),
      columnCounts: f.ints(countPlaneRows(weights)),
    };
    const real = {
      ...{ ...operands, activationCode: { offset: 0.3, weights: [-0.7] }, weightPlanes: 2 },
      columnWeights: f.floats(floats(2 * outFeatures, 4)),
    };
    const integer = {
      ...{ ...operands, activationCode: { offset: 1, weights: [-2] } },
      weightCode: planeCodeOf(codeOf(weights)),
    };
    return {
      float: (tape, output) => tape.planeGemm({ ...real, ...output }),
      int8: (tape, output) => tape.planeGemmInt8({ ...real, ...output }),
      sign: (tape, output) => tape.planeGemmSign({ ...integer, ...output }),
      sums: (tape, output) => tape.planeGemmInt32({ ...integer, ...output }),
      element: "int32",
    };
  },
  "planeGemm of twelve planes": (f, shape) => {
    const { rows, outFeatures } = shape;
    const weights = packMultiBit(
      indices(outFeatures * inFeatures, 2 ** 12, 3),
      outFeatures,
      inFeatures,
      {
        bits: 12,
      },
    );
    const operands = {
      ...shared(f, shape),
      bits: f.signs(signs(rows * inFeatures, 2), rows, inFeatures),
      weights: f.ints(packPlaneLanes(weights)),
      columnCounts: f.ints(countPlaneRows(weights)),
      activationCode: { offset: 1, weights: [-2] },
    };
    const real = {
      ...operands,
      weightPlanes: 12,
      columnWeights: f.floats(floats(12 * outFeatures, 4)),
    };
    const integer = { ...operands, weightCode: planeCodeOf(codeOf(weights)) };
    return {
      float: (tape, output) => tape.planeGemm({ ...real, ...output }),
      int8: (tape, output) => tape.planeGemmInt8({ ...real, ...output }),
      sign: (tape, output) => tape.planeGemmSign({ ...integer, ...output }),
      sums: (tape, output) => tape.planeGemmInt32({ ...integer, ...output }),
      element: "int32",
    };
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
    const tabulate = (tape: TapeBuilder) => tape.tabulateInt8({ ...operands, ...of });
    return {
      float: (tape, output) => tabulate(tape).tableGemm({ ...operands, ...output }),
      int8: (tape, output) => tabulate(tape).tableGemmInt8({ ...operands, ...output }),
      sign: (tape, output) => tabulate(tape).tableGemmSign({ ...operands, ...output }),
      sums: (tape, output) => tabulate(tape).tableGemmInt32({ ...operands, ...output }),
      element: "int32",
    };
  },
  setBitGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const bits = indices(outFeatures * inFeatures, 2, 3);
    const operands = {
      ...{ ...shared(f, shape), x: f.floats(floats(rows * inFeatures, 2)) },
      weights: f.ints(packUnipolar(bits, outFeatures, inFeatures).words),
    };
    return {
      float: (tape, output) => tape.setBitGemm({ ...operands, ...output }),
      int8: (tape, output) => tape.setBitGemmInt8({ ...operands, ...output }),
      sign: (tape, output) => tape.setBitGemmSign({ ...operands, ...output }),
      sums: (tape, output) => tape.setBitGemm({ ...operands, ...output }),
      element: "float32",
    };
  },
};

/** Every product that also has digits of a step. */
export const digitProducts: Readonly<Record<string, Place<DigitProduct>>> = {
  bgemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const operands = {
      ...shared(f, shape),
      bits: f.signs(signs(rows * inFeatures, 2), rows, inFeatures),
      weights: f.signByteLanes(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures),
    };
    return {
      float: (tape, output) => tape.bgemm({ ...operands, ...output }),
      int8: (tape, output) => tape.bgemmInt8({ ...operands, ...output }),
    };
  },
  ...signProducts,
};

/** Every product with the common output. */
export const products: Readonly<Record<string, Place<FloatProduct>>> = {
  ...digitProducts,
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
    return {
      float: (tape, output) =>
        tape.tabulateFloat32({ ...operands, ...of }).tableGemmFloat32({ ...operands, ...output }),
    };
  },
  signWeightGemm: (f, shape) => {
    const { rows, outFeatures } = shape;
    const operands = {
      ...{ ...shared(f, shape), x: f.floats(floats(rows * inFeatures, 2)) },
      weights: f.signLanes(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures),
    };
    return { float: (tape, output) => tape.signWeightGemm({ ...operands, ...output }) };
  },
  gemmFloat32: (f, shape) => {
    const { rows, outFeatures } = shape;
    const operands = {
      ...{ ...shared(f, shape), x: f.floats(floats(rows * inFeatures, 2)) },
      weights: f.floatLanes(floats(outFeatures * inFeatures, 3), outFeatures, inFeatures),
    };
    return { float: (tape, output) => tape.gemmFloat32({ ...operands, ...output }) };
  },
};
