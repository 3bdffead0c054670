import type { DeviceSigns, WebGpuKernels } from "@bnnkit/kernels/webgpu";
import type { Arm } from "../arm.ts";
import { createKernelsHere, describeDevice, prepareOnDevice } from "../webgpu-arm.ts";
import type { GemmOperands } from "./gemm-operands.ts";

/** Bits in, int32 out, both on the device. */
export function prepareBits(name: string, { packedA, packedB }: GemmOperands): Promise<Arm> {
  return prepareOnDevice(name, (kernels) => {
    const [a, weights] = [kernels.upload(packedA), kernels.upload(packedB)];
    return () => kernels.bgemmInt32(a, weights);
  });
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
