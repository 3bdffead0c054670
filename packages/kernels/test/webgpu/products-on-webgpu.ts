import { type PackedMatrix, packBipolar } from "@bnnkit/core";
import type { DeviceSigns, WebGpuKernels } from "../../src/webgpu/index.ts";
import type { Bconv2dProduct } from "../bconv2d.contract.ts";
import type { BgemmCase, BgemmProduct } from "../bgemm.contract.ts";
import type { ConvolutionCase } from "../convolution-fixture.ts";
import { wgslRounding } from "../operands.ts";
import type { TableProduct } from "../table-gemm.contract.ts";

/** What the contracts run. */
export interface Products {
  readonly bgemm: BgemmProduct;
  readonly table: TableProduct;
  readonly bconv2d: Bconv2dProduct;
}

/** The products of a device, all memory given back after each. */
export function productsOnWebGpu(kernels: WebGpuKernels): Products {
  const bits = (values: Int8Array, rows: number, cols: number): DeviceSigns =>
    kernels.upload(packBipolar(values, rows, cols));
  const uploadBgemm = (c: BgemmCase) => ({
    a: bits(c.a, c.rows, c.inFeatures),
    w: bits(c.weights, c.outFeatures, c.inFeatures),
  });
  const uploadConvolution = (c: ConvolutionCase) => ({
    map: bits(c.map, c.images * c.height * c.width, c.inFeatures),
    w: bits(c.weights, c.outFeatures, c.weights.length / c.outFeatures),
  });
  const uploadSigns = (weights: PackedMatrix): DeviceSigns => {
    if (weights.kind !== "bipolar") throw new TypeError(`no ${weights.kind} weights on WebGPU`);
    return kernels.upload(weights);
  };
  return {
    bgemm: {
      rounding: wgslRounding,
      int32: (c) => {
        const { a, w } = uploadBgemm(c);
        return readAndFree(kernels.bgemmInt32(a, w), [a, w]);
      },
      scaled: (c) => {
        const { a, w } = uploadBgemm(c);
        const scaling = kernels.uploadScaling(c);
        return readAndFree(kernels.bgemm(a, w, scaling, c.rowScales), [a, w, scaling]);
      },
    },
    table: {
      rounding: wgslRounding,
      int32: ({ codes, weights, rows }) => {
        const [a, w] = [kernels.uploadCodes(codes, rows, weights.cols), uploadSigns(weights)];
        return readAndFree(kernels.bgemmInt32(a, w), [a, w]);
      },
      scaled: ({ codes, weights, rows }, { rowScales, ...scales }) => {
        const [a, w] = [kernels.uploadCodes(codes, rows, weights.cols), uploadSigns(weights)];
        const scaling = kernels.uploadScaling(scales);
        return readAndFree(kernels.bgemm(a, w, scaling, rowScales), [a, w, scaling]);
      },
    },
    bconv2d: {
      rounding: wgslRounding,
      int32: (c) => {
        const { map, w } = uploadConvolution(c);
        return readAndFree(kernels.bconv2dInt32(map, w, c), [map, w]);
      },
      scaled: (c) => {
        const { map, w } = uploadConvolution(c);
        const scaling = kernels.uploadScaling(c);
        const out = kernels.bconv2d(map, w, c, scaling, c.pixelScales);
        return readAndFree(out, [map, w, scaling]);
      },
    },
  };
}

/** Operands are freed before the result is read: what was given has run by then. */
async function readAndFree<Values>(
  result: { read(): Promise<Values>; dispose(): void },
  operands: readonly { dispose(): void }[],
): Promise<Values> {
  for (const operand of operands) operand.dispose();
  try {
    return await result.read();
  } finally {
    result.dispose();
  }
}
