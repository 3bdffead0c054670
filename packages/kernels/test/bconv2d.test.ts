import { packBipolar, packUnipolar } from "@bnnkit/core";
import { beforeAll, describe, expect, test } from "vitest";
import { windowOfPool } from "../src/convolution-shape.ts";
import { bconv2d, bconv2dSign, bmaxPool2d } from "../src/direct/index.ts";
import { createKernels, type Kernels } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { isas } from "./arena-fixture.ts";
import { around, convolution } from "./convolution-fixture.ts";
import { floats } from "./operands.ts";

const layer = convolution([2, 5, 7, 33, 11, 3, 2], { padding: around(0, 1) });
const map = packBipolar(layer.map, 2 * 5 * 7, 33);
const weights = packBipolar(layer.weights, 11, 3 * 2 * 33);

describe.each(["no kernels", ...isas] as const)("direct convolutions · %s", (isa) => {
  let kernels: Kernels | undefined;
  beforeAll(async () => {
    kernels = isa === "no kernels" ? undefined : await createKernels({ isa });
  });

  test("bconv2d equals the reference", () => {
    expect(bconv2d(map, weights, layer, kernels)).toEqual(reference.bconv2dInt32(layer));
  });

  test("bconv2dSign gives the map of the next layer, bmaxPool2d pools it", () => {
    const fold = { scales: floats(11, 8), bias: floats(11, 9) };
    const signs = reference.bconv2dSign({ ...layer, ...fold });
    const options = kernels ? { ...fold, kernels } : fold;
    const bits = bconv2dSign(map, weights, layer, options);
    expect(bits).toEqual(packBipolar(signs, 2 * 5 * 8, 11));
    const pool = { size: [2, 2] } as const;
    const pooled = packBipolar(
      reference.maxPool2d({
        map: signs,
        images: 2,
        height: 5,
        width: 8,
        features: 11,
        window: windowOfPool(pool),
      }),
      2 * 2 * 4,
      11,
    );
    expect(bmaxPool2d(bits, { height: 5, width: 8, ...pool }, kernels)).toEqual(pooled);
  });

  test("bmaxPool2d of {0, 1} is an OR", () => {
    const bits = packUnipolar([0, 1, 0, 0], 4, 1);
    const shape = { height: 2, width: 2, size: [2, 2] } as const;
    expect(bmaxPool2d(bits, shape, kernels)).toEqual(packUnipolar([1], 1, 1));
  });

  test("a pool over the convolution and one inside it agree", () => {
    const fold = { scales: floats(11, 3).map(Math.abs), bias: floats(11, 4) };
    const pool = { size: [2, 3], strides: [1, 2] } as const;
    const options = kernels ? { ...fold, kernels } : fold;
    const bits = bconv2dSign(map, weights, layer, options);
    expect(bconv2dSign(map, weights, layer, { ...options, pool })).toEqual(
      bmaxPool2d(bits, { height: 5, width: 8, ...pool }, kernels),
    );
  });
});

describe("direct convolutions check their arguments", () => {
  test("kinds, sizes, whole images", () => {
    expect(() => bconv2d(JSON.parse('{"kind":"ternary"}'), weights, layer)).toThrow(TypeError);
    expect(() => bconv2d(map, weights, { ...layer, inFeatures: 34 })).toThrow(
      new RangeError("bconv2d: map.cols (33) must equal inFeatures (34)"),
    );
    expect(() => bconv2d(map, weights, { ...layer, outFeatures: 12 })).toThrow(
      new RangeError("bconv2d: weights.rows (11) must equal outFeatures (12)"),
    );
    expect(() => bconv2d(map, weights, { ...layer, height: 4 })).toThrow(
      new RangeError("bconv2d: map.rows (70) must be a multiple of height·width (28)"),
    );
    expect(() => bconv2d(map, weights, { ...layer, kernelSize: [3, 3] })).toThrow(/weights.cols/);
    const short = { ...map, words: map.words.slice(1) };
    expect(() => bconv2d(short, weights, layer)).toThrow(/^bconv2d: map.words must have/);
  });

  test("scales: as many as outputs, finite", () => {
    const fold = { scales: floats(11), bias: floats(11) };
    expect(() => bconv2dSign(map, weights, layer, { ...fold, scales: floats(10) })).toThrow(
      new RangeError("bconv2dSign: scales must have 11 elements, got 10"),
    );
    const bias = new Float32Array(11).fill(Number.NaN);
    expect(() => bconv2dSign(map, weights, layer, { ...fold, bias })).toThrow(/bias\[0\]/);
  });
});
