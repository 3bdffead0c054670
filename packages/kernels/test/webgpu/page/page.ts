import { createWebGpuKernels, findWebGpu, type WebGpuAdapter } from "../../../src/webgpu/index.ts";
import { type Products, productsOnWebGpu } from "../products-on-webgpu.ts";

/** What a test asks of the page: a product by name, with its operands. */
export interface RemoteProducts {
  find(): Promise<WebGpuAdapter | undefined>;
  /** Makes kernels anew; returns the ids of the shaders that run. */
  start(): Promise<readonly string[]>;
  readonly products: () => Products;
}

declare global {
  interface Window {
    remote: RemoteProducts;
  }
}

let products: Products | undefined;

window.remote = {
  find: () => findWebGpu(),
  start: async () => {
    const kernels = await createWebGpuKernels();
    products = productsOnWebGpu(kernels);
    return kernels.explain().map(({ kernel }) => kernel);
  },
  products: () => {
    if (products === undefined) throw new Error("the kernels have not been started");
    return products;
  },
};
