import { packBipolar } from "@bnnkit/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createWebGpuKernels,
  type Gpu,
  type GpuDevice,
  type WebGpuKernels,
} from "../../src/webgpu/index.ts";
import { signs } from "../operands.ts";
import { productsOnWebGpu } from "./products-on-webgpu.ts";
import { webGpuBitsContract, webGpuCodesContract } from "./webgpu.contract.ts";
import { webGpuInNode } from "./webgpu-in-node.ts";

const found = await webGpuInNode();
if ("reason" in found) console.warn(`WebGPU in Node is not tested: ${found.reason}`);

// In Chromium the slow tests hold the same contract.
describe.skipIf("reason" in found)("WebGPU in Node", () => {
  const options: { gpu?: Gpu } = "gpu" in found ? { gpu: found.gpu } : {};

  describe.each(["dot4", "planes"] as const)("int8 by %s", (codeArithmetic) => {
    let kernels: WebGpuKernels;
    beforeAll(async () => {
      kernels = await createWebGpuKernels({ ...options, codeArithmetic });
    });
    afterAll(() => kernels.dispose());

    webGpuCodesContract(() => productsOnWebGpu(kernels));
    if (codeArithmetic === "dot4") webGpuBitsContract(() => productsOnWebGpu(kernels));

    test("explains which shaders run", () => {
      const products = kernels.explain().filter(({ operation }) => operation === "codeGemm");
      for (const { kernel, reason } of products) {
        expect(kernel).toMatch(new RegExp(`^codeGemm_${codeArithmetic}_\\d+x\\d+__webgpu$`));
        expect(reason).toContain("asked for");
      }
      expect(kernels.adapter.name).not.toBe("");
    });
  });

  test("sizes beyond the device are refused before anything runs", async () => {
    const device = await smallDevice(options.gpu);
    using kernels = await createWebGpuKernels({ ...options, device });
    const most = device.limits.maxStorageBufferBindingSize;
    const wide = kernels.upload(packBipolar(signs(8193), 8193, 1));
    expect(() => kernels.bgemmInt32(wide, wide)).toThrow(
      new RangeError(
        `bgemmInt32: a matrix must fit into the ${most} bytes that this device binds, got ${4 * 8193 ** 2}`,
      ),
    );
  });

  test("what is lost stays lost: calls and reads say so; what is disposed of, too", async () => {
    const device = await smallDevice(options.gpu);
    const kernels = await createWebGpuKernels({ ...options, device });
    const a = kernels.upload(packBipolar(signs(6), 2, 3));
    const out = kernels.bgemmInt32(a, a);
    device.destroy();
    await expect(out.read()).rejects.toThrow(/^read: the WebGPU device was lost/);
    await expect(kernels.finish()).rejects.toThrow(/^finish: the WebGPU device was lost/);
    expect(() => kernels.bgemmInt32(a, a)).toThrow(/^bgemmInt32: the WebGPU device was lost/);
    kernels.dispose();
    kernels.dispose();
    expect(() => kernels.bgemmInt32(a, a)).toThrow("these kernels have been disposed of");
  });

  test("a shader that computes wrongly is refused", async () => {
    const device = rewriting(await smallDevice(options.gpu), "countOneBits(", "firstLeadingBit(");
    await expect(createWebGpuKernels({ ...options, device })).rejects.toThrow(
      "signGemm on WebGPU fails its golden self-test",
    );
  });

  test.each([
    ["is wrong", "4u * (slot % 8u)", "4u * (slot % 7u)", "fails its golden self-test"],
    ["is not there", "dot4I8Packed", "dot4I8Absent", "dot4I8Absent"],
  ])("where the packed dot product %s, bit planes run, and the reason is told", async (...row) => {
    const [, from, to, reason] = row;
    const device = rewriting(await smallDevice(options.gpu), from, to);
    using kernels = await createWebGpuKernels({ ...options, device });
    const [product] = kernels.explain().filter(({ operation }) => operation === "codeGemm");
    expect(product?.kernel).toBe("codeGemm_planes_64x64__webgpu");
    expect(product?.reason).toContain("fallback: ");
    expect(product?.reason).toContain(reason);
  });
});

async function smallDevice(gpu: Gpu | undefined): Promise<GpuDevice> {
  const adapter = await gpu?.requestAdapter();
  if (!adapter) throw new Error("no adapter");
  return adapter.requestDevice();
}

/** The same device, but for shaders: these are changed on their way to it. */
function rewriting(device: GpuDevice, from: string, to: string): GpuDevice {
  return new Proxy(device, {
    get(target, name) {
      if (name === "createShaderModule") {
        return ({ code }: { code: string }) =>
          target.createShaderModule({ code: code.replaceAll(from, to) });
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
