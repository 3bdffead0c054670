import { expect, test } from "vitest";
import { expectWithin } from "../expect-close.ts";
import { floats, ieeeRounding, type Rounding, signs } from "../operands.ts";
import { type ConvolutionCase, convolution, outputSize } from "./convolution-reference.ts";

/** An implementation of convolutions of ±1. */
export interface ConvolutionProduct {
  readonly rounding?: Rounding;
  int32(c: ConvolutionCase): Promise<Int32Array>;
  scaled(c: ConvolutionCase): Promise<Float32Array>;
}

type Shape = Omit<ConvolutionCase, "map" | "filters" | "columnScales">;

function operands(shape: Shape): ConvolutionCase {
  const { batch = 1, height, width, channels, outChannels, groups = 1 } = shape;
  const taps = shape.kernelHeight * shape.kernelWidth;
  return {
    ...shape,
    map: signs(batch * height * width * channels, 2),
    filters: signs((outChannels * taps * channels) / groups, 3),
    columnScales: floats(outChannels, 5),
  };
}

async function expectInt32(product: ConvolutionProduct, shape: Shape): Promise<void> {
  const c = operands(shape);
  expect(await product.int32(c)).toEqual(convolution(c));
}

/** A 5×7 map, a 3×2 kernel. */
const small: Shape = {
  ...{ height: 5, width: 7, channels: 33, outChannels: 11, kernelHeight: 3, kernelWidth: 2 },
};
const padding = { top: 2, left: 1, bottom: 1, right: 3 };

/** Convolutions equal the definition: integers exactly, floats within their roundings. */
export function convolutionContract(product: () => ConvolutionProduct): void {
  test.each([1, 3, 31, 32, 33, 127, 128, 129])("%i channels", async (channels) => {
    await expectInt32(product(), { ...small, channels });
    await expectInt32(product(), { ...small, channels, padding, padWith: "one" });
    await expectInt32(product(), { ...small, channels, padding, padWith: "zero" });
  });

  test.each([1, 2, 3, 63, 64, 65, 129])("%i channels out", async (outChannels) => {
    await expectInt32(product(), { ...small, outChannels, padding, padWith: "zero" });
  });

  test.each([
    { stride: [2, 3] },
    { dilation: [2, 3] },
    { stride: [3, 1], dilation: [1, 2], batch: 3 },
  ] as const)("$stride strides, $dilation dilations", async (steps) => {
    await expectInt32(product(), { ...small, ...steps });
    for (const padWith of ["one", "zero"] as const) {
      await expectInt32(product(), { ...small, ...steps, padding, padWith });
    }
  });

  test.each([
    [2, 34, 6],
    [3, 96, 9],
    [5, 5, 10],
    [3, 387, 3],
    [7, 7, 7],
  ])("%i groups of %i channels, %i out", async (groups, channels, outChannels) => {
    for (const padWith of ["one", "zero"] as const) {
      await expectInt32(product(), { ...small, groups, channels, outChannels, padding, padWith });
    }
  });

  test("1×1 is a product of matrices, a kernel as large as the map one output", async () => {
    await expectInt32(product(), { ...small, kernelHeight: 1, kernelWidth: 1, batch: 2 });
    await expectInt32(product(), { ...small, kernelHeight: 5, kernelWidth: 7 });
  });

  test("one dimension: height 1", async () => {
    await expectInt32(product(), { ...small, height: 1, kernelHeight: 1, width: 19 });
  });

  test("more pixels than a tile has rows, of several images", async () => {
    const shape = { ...small, batch: 3, height: 9, width: 8, channels: 65 };
    await expectInt32(product(), { ...shape, padding, padWith: "zero" });
  });

  test("padding wider than the kernel: an output that sees nothing of the map is 0, or the filter's sum", async () => {
    const shape = { ...small, padding: { top: 5, left: 4 } };
    const zero = await product().int32(operands({ ...shape, padWith: "zero" }));
    expect(zero.subarray(0, 11)).toEqual(new Int32Array(11));
    await expectInt32(product(), { ...shape, padWith: "one" });
    await expectInt32(product(), { ...shape, padWith: "zero" });
  });

  test("scales of pixels and of channels, bias and PReLU", async () => {
    const shape: Shape = { ...small, padding, padWith: "zero" };
    const [height, width] = outputSize(shape);
    const c = {
      ...operands(shape),
      ...{ rowScales: floats(height * width, 4), bias: floats(11, 6), slopes: floats(11, 7) },
    };
    const dots = convolution(c);
    const { unit, smallest } = product().rounding ?? ieeeRounding;
    const terms = Array.from(dots, (dot, i) => {
      const scale = c.rowScales[Math.floor(i / 11)] * c.columnScales[i % 11];
      return { product: dot * scale, bias: c.bias[i % 11], slope: c.slopes[i % 11] };
    });
    const expected = terms.map(({ product: dot, bias, slope }) => {
      const y = dot + bias;
      return y < 0 ? y * slope : y;
    });
    expectWithin(await product().scaled(c), expected, (i) => {
      const { product: dot, bias } = terms[i];
      return 4 * unit * (Math.abs(dot) + Math.abs(bias)) + smallest;
    });
  });
}
