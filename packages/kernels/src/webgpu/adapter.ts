import type { Gpu, GpuAdapter, GpuAdapterInfo, GpuDevice } from "./gpu-device.ts";

/** What a device runs on. */
export interface WebGpuAdapter {
  /** As the implementation describes it; browsers may say no more than vendor and architecture. */
  readonly name: string;
  /** Whether it is a program on the processor, which the WebAssembly kernels outrun. */
  readonly isSoftware: boolean;
}

/** Names of programs that act as an adapter, for implementations that do not mark them. */
const software = /swiftshader|llvmpipe|lavapipe|basic render/i;

/**
 * The adapter that `createWebGpuKernels` would take.
 *
 * @param gpu  `navigator.gpu` unless told; in Node `create([])` of npm's `webgpu`.
 * @returns  undefined where there is no WebGPU or no adapter.
 */
export async function findWebGpu(
  gpu: Gpu | undefined = ownGpu(),
): Promise<WebGpuAdapter | undefined> {
  const adapter = await requestAdapter(gpu);
  return adapter && describeAdapter(adapter.info);
}

/** A device with the largest buffers that its adapter has.
 *  @throws Error where there is no WebGPU or no adapter. */
export async function requestDevice(gpu: Gpu | undefined): Promise<GpuDevice> {
  const where = "createWebGpuKernels";
  if (gpu === undefined) {
    throw new Error(`${where}: there is no navigator.gpu here; give options.gpu or options.device`);
  }
  const adapter = await requestAdapter(gpu);
  if (adapter === undefined) throw new Error(`${where}: WebGPU has no adapter here`);
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
}

/** Name and kind of an adapter; of none, an unknown one. */
export function describeAdapter(info: GpuAdapterInfo | undefined): WebGpuAdapter {
  const { vendor = "", architecture = "", device = "", description = "" } = info ?? {};
  const words = [description, vendor, architecture, device].filter((word) => word !== "");
  return {
    name: description || words.join(" ") || "unknown adapter",
    isSoftware: info?.isFallbackAdapter === true || words.some((word) => software.test(word)),
  };
}

async function requestAdapter(gpu: Gpu | undefined): Promise<GpuAdapter | undefined> {
  return (await gpu?.requestAdapter({ powerPreference: "high-performance" })) ?? undefined;
}

/** `navigator.gpu`. */
export function ownGpu(): Gpu | undefined {
  const { navigator } = globalThis;
  return typeof navigator === "object" && "gpu" in navigator ? navigator.gpu : undefined;
}
