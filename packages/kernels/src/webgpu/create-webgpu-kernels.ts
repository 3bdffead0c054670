import type { PlatformAbortSignal } from "@bnnkit/core";
import { describeAdapter, ownGpu, requestDevice } from "./adapter.ts";
import { type CodeProduct, chooseCodeProduct } from "./choose-code-product.ts";
import { DeviceKernels } from "./device-kernels.ts";
import type { Gpu, GpuDevice } from "./gpu-device.ts";
import { GpuSession } from "./gpu-session.ts";
import { type CodeArithmetic, compilePipelines } from "./pipelines.ts";
import { Products } from "./products.ts";
import { proveDevice } from "./prove-device.ts";
import { reportShaders } from "./report-shaders.ts";
import type { WebGpuKernels } from "./webgpu-kernels.ts";

/** Options of {@link createWebGpuKernels}. */
export interface WebGpuKernelsOptions {
  /** A device to use and to leave alive; its limits bound the sizes. Unless told, one of `gpu` with all its adapter has. */
  readonly device?: GpuDevice;
  /** `navigator.gpu` unless told; in Node `create([])` of npm's `webgpu`. It is kept until `dispose`. */
  readonly gpu?: Gpu;
  /** Demands how int8 is multiplied by ±1: by the packed dot product of WGSL, or by bit planes, which every WebGPU can.
   *  Unless told, the former where it is there and right. */
  readonly codeArithmetic?: CodeArithmetic;
  /** Ends the making; it then rejects with the signal's reason. */
  readonly signal?: PlatformAbortSignal;
}

/**
 * Makes kernels on a GPU, once every shader has given the right results on fixed data.
 *
 * `createKernels` never chooses these: they answer asynchronously, so whoever can wait chooses them.
 *
 * @throws Error where there is no WebGPU, no adapter, or a wrong result; what the signal was aborted with.
 */
export async function createWebGpuKernels(
  options: WebGpuKernelsOptions = {},
): Promise<WebGpuKernels> {
  const { signal, codeArithmetic } = options;
  signal?.throwIfAborted();
  if (codeArithmetic !== undefined && !["dot4", "planes"].includes(codeArithmetic)) {
    throw new TypeError(
      `createWebGpuKernels: codeArithmetic must be "dot4" or "planes", got ${codeArithmetic}`,
    );
  }
  const gpu = options.gpu ?? ownGpu();
  const device = options.device ?? (await requestDevice(gpu));
  const session = new GpuSession(device, gpu);
  const destroyDevice = options.device === undefined ? () => device.destroy() : () => {};
  try {
    signal?.throwIfAborted();
    const pipelines = await compilePipelines(session);
    const kernelsWith = (product: CodeProduct): WebGpuKernels =>
      new DeviceKernels({
        ...{ session, destroyDevice, adapter: describeAdapter(device.adapterInfo) },
        products: new Products(session, { ...pipelines, codeGemm: product.pipelines }),
        reports: reportShaders(product),
      });
    signal?.throwIfAborted();
    const kernels = kernelsWith(await chooseCodeProduct(session, codeArithmetic, kernelsWith));
    signal?.throwIfAborted();
    await proveDevice(kernels);
    signal?.throwIfAborted();
    return kernels;
  } catch (error) {
    session.dispose();
    destroyDevice();
    throw error;
  }
}
