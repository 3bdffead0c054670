import type { CodeProduct } from "./choose-code-product.ts";
import { MOST_FLAT_ROWS } from "./pipelines.ts";
import { BIT_THREADS } from "./shaders/bits.ts";
import { flatTile, squareTile, type Tile } from "./shaders/product.ts";
import type { WebGpuKernelReport } from "./webgpu-kernels.ts";

/** What `WebGpuKernels.explain` says. */
export function reportShaders({ arithmetic, reason }: CodeProduct): readonly WebGpuKernelReport[] {
  const few = `up to ${MOST_FLAT_ROWS} rows`;
  const many = "more rows";
  return [
    report("signGemm", "signGemm", squareTile, many),
    report("signGemm", "signGemm", flatTile, few),
    report("codeGemm", `codeGemm_${arithmetic}`, squareTile, `${reason}; ${many}`),
    report("codeGemm", `codeGemm_${arithmetic}`, flatTile, `${reason}; ${few}`),
    report("convolution", "convolution", squareTile, "any map"),
    { operation: "signs", kernel: `signs_${BIT_THREADS}x1__webgpu`, reason: "any number of rows" },
  ];
}

function report(
  operation: WebGpuKernelReport["operation"],
  name: string,
  { rowQuads, columnQuads }: Tile,
  reason: string,
): WebGpuKernelReport {
  const kernel = `${name}_${4 * rowQuads}x${4 * columnQuads}__webgpu`;
  return { operation, kernel, reason };
}
