import { existsSync } from "node:fs";
import { findWebGpu, type Gpu } from "../../src/webgpu/index.ts";

const swiftShader = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** WebGPU in Node, or why there is none. */
export type WebGpuInNode = { readonly gpu: Gpu } | { readonly reason: string };

/** npm's `webgpu`: on the machine's Vulkan driver, else on the software one that Debian's Chromium brings. */
export async function webGpuInNode(): Promise<WebGpuInNode> {
  try {
    const { create } = await import("webgpu");
    const gpu: Gpu = create([]);
    if (await findWebGpu(gpu)) return { gpu };
    if (!existsSync(swiftShader)) return { reason: "no Vulkan driver, and Chromium brings none" };
    process.env.VK_DRIVER_FILES ??= swiftShader;
    const softwareGpu: Gpu = create([]);
    const adapter = await findWebGpu(softwareGpu);
    return adapter ? { gpu: softwareGpu } : { reason: "npm's webgpu finds no adapter" };
  } catch (error) {
    return { reason: `npm's webgpu does not load: ${error}` };
  }
}
