import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeAdapter } from "../../src/webgpu/adapter.ts";
import { createWebGpuKernels, findWebGpu, type Gpu } from "../../src/webgpu/index.ts";

const noAdapter: Gpu = { requestAdapter: async () => null };

test("no adapter: findWebGpu finds none, the making is refused", async () => {
  expect(await findWebGpu(noAdapter)).toBeUndefined();
  await expect(createWebGpuKernels({ gpu: noAdapter })).rejects.toThrow(
    new Error("createWebGpuKernels: WebGPU has no adapter here"),
  );
});

test.skipIf("navigator" in globalThis && "gpu" in navigator)(
  "no WebGPU: the error says what to give",
  async () => {
    expect(await findWebGpu()).toBeUndefined();
    await expect(createWebGpuKernels()).rejects.toThrow(
      "createWebGpuKernels: there is no navigator.gpu here; give options.gpu or options.device",
    );
  },
);

test("an unknown arithmetic is refused by its name", async () => {
  const options = { gpu: noAdapter, codeArithmetic: JSON.parse('"float"') };
  await expect(createWebGpuKernels(options)).rejects.toThrow(
    new TypeError('createWebGpuKernels: codeArithmetic must be "dot4" or "planes", got float'),
  );
});

test("adapters are named by their description, else by what they tell; software is told by mark or name", () => {
  const info = { vendor: "nvidia", architecture: "hopper", device: "", description: "" };
  expect(describeAdapter(info)).toEqual({ name: "nvidia hopper", isSoftware: false });
  expect(describeAdapter({ ...info, description: "H200" }).name).toBe("H200");
  expect(describeAdapter({ ...info, isFallbackAdapter: true }).isSoftware).toBe(true);
  expect(describeAdapter({ ...info, architecture: "swiftshader" }).isSoftware).toBe(true);
  expect(describeAdapter({ ...info, description: "llvmpipe (LLVM 15)" }).isSoftware).toBe(true);
  expect(describeAdapter(undefined)).toEqual({ name: "unknown adapter", isSoftware: false });
});

test("nothing outside its folder loads it", () => {
  const source = new URL("../../src/", import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: "utf8" });
  const others = files.filter((file) => file.endsWith(".ts") && !file.startsWith("webgpu"));
  expect(others.length).toBeGreaterThan(50);
  const loading = others.filter((file) =>
    /from ".*webgpu/.test(readFileSync(new URL(file, source), "utf8")),
  );
  expect(loading).toEqual([]);
});
