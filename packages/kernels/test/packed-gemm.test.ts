import { packBipolar, packMultiBit } from "@bnnkit/core";
import { beforeAll, describe, expect, test } from "vitest";
import { packedGemmFloat32, packedGemmInt8 } from "../src/direct/index.ts";
import { createKernels, type Kernels } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { codes, floats, signs } from "./operands.ts";
import { unpack, weightsOfEveryKind } from "./table-gemm.contract.ts";

describe.each(["no kernels", "js", "wasm-simd128"] as const)("packed products · %s", (isa) => {
  let kernels: Kernels | undefined;
  beforeAll(async () => {
    kernels = isa === "no kernels" ? undefined : await createKernels({ isa });
  });

  test("packedGemmInt8 equals the reference for weights of every kind", () => {
    for (const [rows, outFeatures, inFeatures] of [
      [1, 1, 1],
      [3, 17, 37],
    ]) {
      for (const weights of weightsOfEveryKind(outFeatures, inFeatures)) {
        const a = codes(rows * inFeatures);
        const expected = reference.tableGemmInt32({
          ...{ codes: a, weights: unpack(weights), rows, outFeatures, inFeatures },
        });
        expect(packedGemmInt8(a, rows, weights, kernels)).toEqual(expected);
      }
    }
  });

  test("packedGemmFloat32 of integers that are multiples of its scale is exact", () => {
    // 4194303·2^−10 is the maximum, so that the scale is 2^−10 and every other value a multiple of it.
    const x = Float32Array.of(4194303 / 1024, 0.5, -1.5, 2);
    const weights = packBipolar([1, 1, 1, -1], 1, 4);
    expect(packedGemmFloat32(x, 1, weights, kernels)).toEqual(
      Float32Array.of(4194303 / 1024 + 0.5 - 1.5 - 2),
    );
  });

  test("they leave the arena as they found it", () => {
    if (kernels === undefined) return;
    const mark = kernels.mark();
    packedGemmInt8(codes(6), 3, packBipolar(signs(4), 2, 2), kernels);
    packedGemmFloat32(floats(6), 3, packBipolar(signs(4), 2, 2), kernels);
    expect(kernels.mark()).toBe(mark);
  });
});

describe("packed products check their arguments", () => {
  const weights = packBipolar([1, -1], 1, 2);

  test("types, lengths, planes, NaN by its index", () => {
    expect(() => packedGemmInt8(JSON.parse("[1]"), 1, weights)).toThrow(TypeError);
    expect(() => packedGemmInt8(codes(2), 1, JSON.parse('{"kind":"dense"}'))).toThrow(
      new TypeError("packedGemmInt8: weights must be a packed matrix, got dense"),
    );
    expect(() => packedGemmInt8(codes(3), 1, weights)).toThrow(
      new RangeError("packedGemmInt8: the activations must have 2 elements, got 3"),
    );
    const wide = packMultiBit([17, 3], 1, 2, { bits: 5 });
    expect(() => packedGemmInt8(codes(2), 1, wide)).toThrow(/must be an integer in 1 … 4, got 5/);
    expect(() => packedGemmFloat32(Float32Array.of(0, Number.NaN), 1, weights)).toThrow(
      new RangeError("packedGemmFloat32: x[1] must be finite, got NaN"),
    );
  });
});
