import { dot, packBipolar, packMultiBit, packTernary } from "@bnnkit/core";
import { beforeAll, describe, expect, test } from "vitest";
import { affineGemm, planeGemm } from "../src/direct/index.ts";
import { createKernels, type Kernels } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { expectWithin } from "./expect-close.ts";
import { signs, UNIT } from "./operands.ts";
import { unpack, weightsOfEveryKind } from "./table-gemm.contract.ts";

describe.each(["no kernels", "js", "wasm-simd128"] as const)("plane products · %s", (isa) => {
  let kernels: Kernels | undefined;
  beforeAll(async () => {
    kernels = isa === "no kernels" ? undefined : await createKernels({ isa });
  });

  test("planeGemm equals the reference for every kind by every kind", () => {
    for (const a of weightsOfEveryKind(3, 37)) {
      for (const b of weightsOfEveryKind(6, 37)) {
        const expected = reference.planeGemmInt32({
          ...{ a: unpack(a), weights: unpack(b), rows: 3, outFeatures: 6, inFeatures: 37 },
        });
        expect(planeGemm(a, b, kernels)).toEqual(expected);
      }
    }
  });

  test("affineGemm equals dot of core", () => {
    const [a, b] = [packBipolar(signs(2 * 37, 2), 2, 37), packBipolar(signs(5 * 37, 3), 5, 37)];
    const codeA = { positive: 0.25, negative: -3 };
    const codeB = { positive: -0.5, negative: 1.75 };
    const expected = Float64Array.from({ length: 10 }, (_, i) =>
      dot(a, Math.floor(i / 5), b, i % 5, {
        // positive + (negative − positive)·bit
        a: { offset: 0.25, weights: [-3.25] },
        b: { offset: -0.5, weights: [2.25] },
      }),
    );
    const bound = 8 * UNIT * 37 * 3.25 * 2.25;
    expectWithin(affineGemm(a, codeA, b, codeB, kernels), expected, () => bound);
  });

  test("they leave the arena as they found it", () => {
    if (kernels === undefined) return;
    const mark = kernels.mark();
    planeGemm(packTernary([1, 0], 1, 2), packTernary([1, -1], 1, 2), kernels);
    expect(kernels.mark()).toBe(mark);
  });
});

describe("plane products check their arguments", () => {
  const a = packBipolar([1, -1], 1, 2);

  test("kinds, cols, codes, and sums that would overflow", () => {
    expect(() => planeGemm(a, JSON.parse('{"kind":"dense"}'))).toThrow(
      new TypeError("planeGemm: b must be a packed matrix, got dense"),
    );
    expect(() => planeGemm(a, packBipolar([1], 1, 1))).toThrow(
      new RangeError("planeGemm: a.cols (2) must equal b.cols (1)"),
    );
    const code = { positive: 1, negative: Number.NaN };
    expect(() => affineGemm(a, code, a, code)).toThrow(/^affineGemm: codeB must be finite/);
    const wide = packMultiBit([65535, 1], 1, 2, { bits: 16 });
    expect(() => planeGemm(wide, wide)).toThrow(/must be below 2³¹/);
  });
});
