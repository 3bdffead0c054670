import {
  createWebGpuKernels,
  type DeviceInt32,
  type DeviceSigns,
  type Gpu,
  type WebGpuKernels,
} from "@bnnkit/kernels/webgpu";
import type { Arm } from "../arm.ts";
import type { GemmOperands } from "./gemm-operands.ts";

/** Operands and result on the device: the product alone, until the device says that it is done. */
export async function prepareOnDevice(name: string, operands: GemmOperands): Promise<Arm> {
  const kernels = await createKernelsHere();
  const weights = kernels.upload(operands.packedB);
  const a = kernels.upload(operands.packedA);
  let product: DeviceInt32 | undefined;
  return {
    ...{ name, device: describeDevice(kernels), isAsynchronous: true },
    run: () => {
      product?.dispose();
      product = kernels.bgemmInt32(a, weights);
      return kernels.finish();
    },
    result: async () => (await product?.read()) ?? [],
    dispose: () => kernels.dispose(),
  };
}

/** Activations go to the device and the result comes back, as for a single layer between others on the processor. */
export async function prepareTransfer(name: string, operands: GemmOperands): Promise<Arm> {
  const kernels = await createKernelsHere();
  const weights = kernels.upload(operands.packedB);
  let dots = new Int32Array();
  return {
    ...{ name, device: describeDevice(kernels), isAsynchronous: true },
    run: async () => {
      dots = await multiply(kernels, kernels.upload(operands.packedA), weights);
    },
    result: () => dots,
    dispose: () => kernels.dispose(),
  };
}

async function multiply(
  kernels: WebGpuKernels,
  a: DeviceSigns,
  weights: DeviceSigns,
): Promise<Int32Array<ArrayBuffer>> {
  const product = kernels.bgemmInt32(a, weights);
  a.dispose();
  const dots = await product.read();
  product.dispose();
  return dots;
}

/** WebGPU of the browser, in Node that of npm's `webgpu`. */
async function createKernelsHere(): Promise<WebGpuKernels> {
  if (typeof process === "undefined") return createWebGpuKernels();
  const { create } = await import("webgpu");
  const gpu: Gpu = create([]);
  return createWebGpuKernels({ gpu });
}

function describeDevice({ adapter: { name, isSoftware } }: WebGpuKernels): string {
  return isSoftware ? `${name}, software` : name;
}
