import { afterAll, beforeAll, describe } from "vitest";
import { createWebGpuKernels, type Gpu, type WebGpuKernels } from "../../src/webgpu/index.ts";
import { productsOnWebGpu } from "./products-on-webgpu.ts";
import { webGpuBitsContract, webGpuCodesContract } from "./webgpu.contract.ts";
import { webGpuInNode } from "./webgpu-in-node.ts";

const found = await webGpuInNode();
if ("reason" in found) console.warn(`WebGPU in Node is not tested: ${found.reason}`);

// In Chromium the slow tests hold the same contract.
describe.skipIf("reason" in found)("the products of WebGPU in Node", () => {
  const options: { gpu?: Gpu } = "gpu" in found ? { gpu: found.gpu } : {};

  describe.each(["dot4", "planes"] as const)("int8 by %s", (codeArithmetic) => {
    let kernels: WebGpuKernels;
    beforeAll(async () => {
      kernels = await createWebGpuKernels({ ...options, codeArithmetic });
    });
    afterAll(() => kernels.dispose());

    webGpuCodesContract(() => productsOnWebGpu(kernels));
    if (codeArithmetic === "dot4") webGpuBitsContract(() => productsOnWebGpu(kernels));
  });
});
