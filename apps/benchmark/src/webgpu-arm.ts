import {
  createWebGpuKernels,
  type DeviceInt32,
  type Gpu,
  type WebGpuKernels,
} from "@bnnkit/kernels/webgpu";
import type { Arm } from "./arm.ts";

/** Operands and result on the device: the product alone, until the device says that it is done.
 *  @param upload  Sends the operands; what it returns multiplies them. */
export async function prepareOnDevice(
  name: string,
  upload: (kernels: WebGpuKernels) => () => DeviceInt32,
): Promise<Arm> {
  const kernels = await createKernelsHere();
  const multiply = upload(kernels);
  let product: DeviceInt32 | undefined;
  return {
    ...{ name, device: describeDevice(kernels), isAsynchronous: true },
    run: () => {
      product?.dispose();
      product = multiply();
      return kernels.finish();
    },
    result: async () => (await product?.read()) ?? [],
    dispose: () => kernels.dispose(),
  };
}

/** WebGPU of the browser, in Node that of npm's `webgpu`. */
export async function createKernelsHere(): Promise<WebGpuKernels> {
  if (typeof process === "undefined") return createWebGpuKernels();
  const { create } = await import("webgpu");
  const gpu: Gpu = create([]);
  return createWebGpuKernels({ gpu });
}

/** The adapter's name, and whether it is a program on the processor. */
export function describeDevice({ adapter: { name, isSoftware } }: WebGpuKernels): string {
  return isSoftware ? `${name}, software` : name;
}
