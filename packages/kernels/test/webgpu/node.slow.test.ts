import { packBipolar } from "@bnnkit/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as reference from "../../src/reference/index.ts";
import { createWebGpuKernels, type Gpu, type WebGpuKernels } from "../../src/webgpu/index.ts";
import { around, convolution } from "../convolution-fixture.ts";
import { floats, signs } from "../operands.ts";
import { webGpuInNode } from "./webgpu-in-node.ts";

const found = await webGpuInNode();
if ("reason" in found) console.warn(`WebGPU in Node is not tested: ${found.reason}`);

describe.skipIf("reason" in found)("WebGPU in Node", () => {
  const options: { gpu?: Gpu } = "gpu" in found ? { gpu: found.gpu } : {};

  describe("one set of kernels", () => {
    let kernels: WebGpuKernels;
    beforeAll(async () => {
      kernels = await createWebGpuKernels(options);
    });
    afterAll(() => kernels.dispose());

    const upload = (values: Int8Array, rows: number, cols: number) =>
      kernels.upload(packBipolar(values, rows, cols));

    test("a chain of layers stays on the device: convolution, signs, convolution, signs, product", async () => {
      const first = convolution([1, 6, 5, 37, 67, 3, 3], { padding: around(0, 1) });
      const hidden = reference.bconv2dInt32(first).map((dot) => (dot < 0 ? -1 : 1));
      const weights = signs(11 * 30 * 67, 4);
      const second = { ...{ a: hidden, weights, rows: 30, outFeatures: 330, inFeatures: 67 } };
      using map = upload(first.map, 30, 37);
      using filters = upload(first.weights, 67, 9 * 37);
      using w = upload(weights, 330, 67);
      using dots = kernels.bconv2dInt32(map, filters, first);
      using bits = kernels.signs(dots);
      using out = kernels.bgemmInt32(bits, w);
      expect(await out.read()).toEqual(reference.bgemmInt32(second));
      expect((await bits.read()).words).toEqual(packBipolar(hidden, 30, 67).words);
    });

    test("signs of floats: −0 is positive, what is tiny keeps its sign, pad bits are 0", async () => {
      using a = upload(Int8Array.of(1), 1, 1);
      using weights = upload(new Int8Array(6).fill(1), 6, 1);
      const columnScales = Float32Array.of(1, -1, -0, 0, -(2 ** -126), 2 ** -126);
      using scaling = kernels.uploadScaling({ columnScales });
      using y = kernels.bgemm(a, weights, scaling);
      using bits = kernels.signs(y);
      expect(await bits.read()).toEqual(packBipolar([1, -1, 1, 1, -1, 1], 1, 6));
    });

    test("many results are read at once, and memory given back is used again", async () => {
      const [a, w] = [signs(7 * 67, 2), signs(5 * 67, 3)];
      using x = upload(a, 7, 67);
      using y = upload(w, 5, 67);
      const operands = { a, weights: w, rows: 7, outFeatures: 5, inFeatures: 67 };
      const expected = reference.bgemmInt32(operands);
      for (let round = 0; round < 3; round++) {
        await kernels.finish();
        const results = Array.from({ length: 20 }, () => kernels.bgemmInt32(x, y));
        for (const dots of await Promise.all(results.map((each) => each.read())))
          expect(dots).toEqual(expected);
        for (const each of results) each.dispose();
      }
    });

    test("the same weights serve kernels of other shapes, paddings and sizes of maps", async () => {
      const how = [
        {},
        { padding: around(0, 2) },
        { padding: around(1, 1), strides: [2, 1] },
      ] as const;
      const cases = how.flatMap((each) => [
        convolution([1, 4, 6, 13, 5, 2, 3], each),
        convolution([2, 6, 3, 39, 5, 1, 2], each),
        convolution([1, 2, 3, 78, 5, 1, 1], each),
      ]);
      using filters = upload(cases[0].weights, 5, 78);
      for (const c of cases) {
        using map = upload(c.map, c.images * c.height * c.width, c.inFeatures);
        using dots = kernels.bconv2dInt32(map, filters, c);
        expect(await dots.read()).toEqual(reference.bconv2dInt32(c));
      }
    });

    test("handles are checked: disposed, of another kind, sizes", () => {
      const a = upload(signs(6), 2, 3);
      const w = upload(signs(12), 4, 3);
      const out = kernels.bgemmInt32(a, w);
      expect(() => kernels.bgemmInt32(a, upload(signs(4), 2, 2))).toThrow(
        new RangeError("bgemmInt32: a.cols (3) must equal weights.cols (2)"),
      );
      const asSigns = JSON.parse('{"kind":"signs"}');
      expect(() => kernels.bgemmInt32(asSigns, w)).toThrow(TypeError);
      expect(() => Reflect.apply(kernels.bgemmInt32, kernels, [out, w])).toThrow(
        new TypeError("bgemmInt32: a must be signs or codes on the device, got int32"),
      );
      const scaling = kernels.uploadScaling({ columnScales: floats(5) });
      expect(() => kernels.bgemm(a, w, scaling)).toThrow(
        new RangeError("bgemm: scaling.cols (5) must equal the columns of the output (4)"),
      );
      expect(() => kernels.bgemm(a, w, scaling, Float32Array.of(1, Number.NaN))).toThrow(
        RangeError,
      );
      const shape = {
        height: 1,
        width: 2,
        inFeatures: 3,
        outFeatures: 4,
        kernelSize: [1, 1],
      } as const;
      const [four, wrong] = [kernels.uploadScaling({ columnScales: floats(4) }), floats(3)];
      expect(() => kernels.bconv2d(a, w, shape, four, wrong)).toThrow(
        new RangeError("bconv2d: pixelScales must have 2 elements, got 3"),
      );
      out.dispose();
      out.dispose();
      expect(() => kernels.signs(out)).toThrow("signs: result has been disposed of");
      a.dispose();
      expect(() => kernels.bgemmInt32(a, w)).toThrow("bgemmInt32: a has been disposed of");
    });
  });

  test("an aborted making rejects with the reason", async () => {
    const reason = new Error("no longer wanted");
    const aborted = AbortSignal.abort(reason);
    await expect(createWebGpuKernels({ ...options, signal: aborted })).rejects.toBe(reason);
    const controller = new AbortController();
    const making = createWebGpuKernels({ ...options, signal: controller.signal });
    controller.abort(reason);
    await expect(making).rejects.toBe(reason);
  });
});
