import type { Kernels, KernelsOptions } from "./kernels.ts";

/** Makes the kernels of the best instruction set that proves itself here: WebAssembly SIMD, else JavaScript. */
export function createKernels(_options: KernelsOptions = {}): Promise<Kernels> {
  return Promise.reject(new Error("createKernels: not there yet"));
}
