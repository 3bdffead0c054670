import { packBipolar } from "@bnnkit/core";
import { describe } from "vitest";
import { bconv2dContract } from "../bconv2d.contract.ts";
import { bgemmContract } from "../bgemm.contract.ts";
import { signs } from "../operands.ts";
import { tableGemmContract } from "../table-gemm.contract.ts";
import type { Products } from "./products-on-webgpu.ts";

/** What the kernels of a device promise of bits, as those of the processor do. */
export function webGpuBitsContract(products: () => Products): void {
  describe("bgemm", () => bgemmContract(() => products().bgemm));
  describe("bconv2d", () => bconv2dContract(() => products().bconv2d));
}

/** What they promise of int8. */
export function webGpuCodesContract(products: () => Products): void {
  const signWeights = (rows: number, cols: number) => [
    packBipolar(signs(rows * cols, 3), rows, cols),
  ];
  describe("int8 times signs", () => tableGemmContract(() => products().table, signWeights));
}
