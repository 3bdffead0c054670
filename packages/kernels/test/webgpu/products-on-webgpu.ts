import { packBipolar } from "@bnnkit/core";
import type { PackedMatrix } from "../../src/bit-planes.ts";
import type { DeviceSigns, WebGpuKernels } from "../../src/webgpu/index.ts";
import type { BgemmCase, BgemmProduct } from "../bgemm.contract.ts";
import { wgslRounding } from "../operands.ts";
import type { TableProduct } from "../table-gemm.contract.ts";
import type { ConvolutionProduct } from "./convolution.contract.ts";
import type { ConvolutionCase } from "./convolution-reference.ts";

/** What the contracts run. */
export interface Products {
  readonly bgemm: BgemmProduct;
  readonly table: TableProduct;
  readonly convolution: ConvolutionProduct;
}

/** The products of a device, all memory given back after each. */
export function productsOnWebGpu(kernels: WebGpuKernels): Products {
  const bits = (values: Int8Array, rows: number, cols: number): DeviceSigns =>
    kernels.upload(packBipolar(values, rows, cols));
  const uploadBgemm = (c: BgemmCase) => ({
    a: bits(c.a, c.rows, c.inFeatures),
    w: bits(c.weights, c.outFeatures, c.inFeatures),
  });
  const uploadMaps = (c: ConvolutionCase) => {
    const { batch = 1, groups = 1 } = c;
    const taps = c.kernelHeight * c.kernelWidth;
    return {
      map: bits(c.map, batch * c.height * c.width, c.channels),
      filters: bits(c.filters, c.outChannels * taps, c.channels / groups),
    };
  };
  const uploadSigns = (weights: PackedMatrix): DeviceSigns => {
    if (weights.kind !== "bipolar") throw new TypeError(`no ${weights.kind} weights on WebGPU`);
    return kernels.upload(weights);
  };
  return {
    bgemm: {
      rounding: wgslRounding,
      int32: (c) => {
        const { a, w } = uploadBgemm(c);
        return readAndFree(kernels.gemmInt32(a, w), [a, w]);
      },
      scaled: (c) => {
        const { a, w } = uploadBgemm(c);
        const { columnScales: scales, ...rest } = c;
        const scaling = kernels.uploadScaling({ ...rest, scales });
        return readAndFree(kernels.gemm(a, w, scaling, c.rowScales), [a, w, scaling]);
      },
    },
    table: {
      rounding: wgslRounding,
      int32: ({ codes, weights, rows }) => {
        const [a, w] = [kernels.uploadCodes(codes, rows, weights.cols), uploadSigns(weights)];
        return readAndFree(kernels.gemmInt32(a, w), [a, w]);
      },
      scaled: ({ codes, weights, rows }, { columnScales: scales, rowScales, ...rest }) => {
        const [a, w] = [kernels.uploadCodes(codes, rows, weights.cols), uploadSigns(weights)];
        const scaling = kernels.uploadScaling({ ...rest, scales });
        return readAndFree(kernels.gemm(a, w, scaling, rowScales), [a, w, scaling]);
      },
    },
    convolution: {
      rounding: wgslRounding,
      int32: (c) => {
        const { map, filters } = uploadMaps(c);
        return readAndFree(kernels.convolveInt32(map, filters, c), [map, filters]);
      },
      scaled: (c) => {
        const { map, filters } = uploadMaps(c);
        const scaling = kernels.uploadScaling({ ...c, scales: c.columnScales });
        const out = kernels.convolve(map, filters, c, scaling, c.rowScales);
        return readAndFree(out, [map, filters, scaling]);
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
