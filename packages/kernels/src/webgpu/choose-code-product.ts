import type { GpuSession } from "./gpu-session.ts";
import { type CodeArithmetic, compileCodeProduct, type ProductPipelines } from "./pipelines.ts";
import { proveCodeGemm } from "./prove-device.ts";
import type { WebGpuKernels } from "./webgpu-kernels.ts";

/** The product of int8 and ±1 that was chosen. */
export interface CodeProduct {
  readonly pipelines: ProductPipelines;
  readonly arithmetic: CodeArithmetic;
  readonly reason: string;
}

/**
 * The packed dot product where it compiles and is right, else bit planes: four multiplications of bytes an instruction
 * beat eight popcounts for 32, where an instruction it is.
 *
 * @throws Error where the arithmetic that was demanded, or at last bit planes, does not compile or is wrong.
 */
export async function chooseCodeProduct(
  session: GpuSession,
  demanded: CodeArithmetic | undefined,
  kernelsWith: (product: CodeProduct) => WebGpuKernels,
): Promise<CodeProduct> {
  const prove = async (arithmetic: CodeArithmetic, reason: string): Promise<CodeProduct> => {
    const pipelines = await compileCodeProduct(session, arithmetic);
    const product = { pipelines, arithmetic, reason };
    await proveCodeGemm(kernelsWith(product));
    return product;
  };
  if (demanded !== undefined) return prove(demanded, "asked for");
  try {
    return await prove("dot4", "WGSL's packed dot product is there");
  } catch (error) {
    session.checkUsable("createWebGpuKernels");
    const why = error instanceof Error ? error.message : String(error);
    return prove("planes", `fallback: ${why}`);
  }
}
