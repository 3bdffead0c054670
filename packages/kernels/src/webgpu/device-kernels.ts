import {
  type BipolarMatrix,
  checkEqual,
  checkFinite,
  checkIntegerBetween,
  checkKind,
  checkLength,
  checkPositiveInteger,
  wordsPerRow,
} from "@bnnkit/core";
import type { WebGpuAdapter } from "./adapter.ts";
import type { Convolution } from "./convolution.ts";
import type {
  DeviceCodes,
  DeviceFloat32,
  DeviceInt32,
  DeviceScaling,
  DeviceSigns,
} from "./device-matrix.ts";
import type { GpuBuffer } from "./gpu-device.ts";
import type { GpuSession } from "./gpu-session.ts";
import type { Product, Products } from "./products.ts";
import { Readable, Resident, ResidentScaling, residentOf } from "./resident.ts";
import { type ColumnScaling, packScaling } from "./scaling.ts";
import type { WebGpuKernelReport, WebGpuKernels } from "./webgpu-kernels.ts";

/** 128 · so many columns stay below 2³¹. */
const MOST_CODE_COLUMNS = 2 ** 24 - 1;

/** What {@link DeviceKernels} are made of. */
export interface DeviceParts {
  readonly session: GpuSession;
  readonly products: Products;
  readonly adapter: WebGpuAdapter;
  readonly reports: readonly WebGpuKernelReport[];
  /** Destroys the device if it is ours. */
  readonly destroyDevice: () => void;
}

/** Moves operands to a device and gives handles to what its shaders compute. */
export class DeviceKernels implements WebGpuKernels {
  readonly adapter: WebGpuAdapter;
  readonly #parts: DeviceParts;
  readonly #session: GpuSession;
  readonly #products: Products;

  constructor(parts: DeviceParts) {
    this.adapter = parts.adapter;
    this.#parts = parts;
    this.#session = parts.session;
    this.#products = parts.products;
  }

  upload(matrix: BipolarMatrix): DeviceSigns {
    const where = "upload";
    checkKind(where, "matrix", matrix.kind, "bipolar");
    const { rows, cols, words } = matrix;
    checkPositiveInteger(where, "matrix.rows", rows);
    checkEqual(where, "matrix.wordsPerRow", matrix.wordsPerRow, "4·⌈cols/128⌉", wordsPerRow(cols));
    checkLength(where, "matrix.words", words.length, rows * matrix.wordsPerRow);
    return this.#signs(rows, cols, this.#session.upload(where, words));
  }

  uploadCodes(codes: Int8Array, rows: number, cols: number): DeviceCodes {
    const where = "uploadCodes";
    if (!(codes instanceof Int8Array)) throw new TypeError(`${where}: codes must be an Int8Array`);
    checkPositiveInteger(where, "rows", rows);
    checkIntegerBetween(where, "cols", cols, 1, MOST_CODE_COLUMNS);
    checkLength(where, "codes", codes.length, rows * cols);
    const codeWords = Math.ceil(cols / 4);
    const buffer = this.#session.upload(where, padRows(codes, rows, 4 * codeWords));
    return new Resident(this.#session, buffer, {
      ...{ kind: "codes", rows, cols, wordsPerRow: codeWords },
    });
  }

  uploadScaling(scaling: ColumnScaling): DeviceScaling {
    const where = "uploadScaling";
    const buffer = this.#session.upload(where, packScaling(where, scaling));
    const { scales, relu = false } = scaling;
    return new ResidentScaling(this.#session, buffer, scales.length, relu);
  }

  gemmInt32(a: DeviceSigns | DeviceCodes, weights: DeviceSigns): DeviceInt32 {
    return this.#int32("gemmInt32", this.#products.planGemm("gemmInt32", a, weights));
  }

  gemm(
    a: DeviceSigns | DeviceCodes,
    weights: DeviceSigns,
    scaling: DeviceScaling,
    rowScales?: Float32Array,
  ): DeviceFloat32 {
    const product = this.#products.planGemm("gemm", a, weights);
    return this.#float32("gemm", product, scaling, rowScales);
  }

  convolveInt32(map: DeviceSigns, filters: DeviceSigns, convolution: Convolution): DeviceInt32 {
    const where = "convolveInt32";
    return this.#int32(where, this.#products.planConvolution(where, map, filters, convolution));
  }

  convolve(
    map: DeviceSigns,
    filters: DeviceSigns,
    convolution: Convolution,
    scaling: DeviceScaling,
    rowScales?: Float32Array,
  ): DeviceFloat32 {
    const product = this.#products.planConvolution("convolve", map, filters, convolution);
    return this.#float32("convolve", product, scaling, rowScales);
  }

  signs(result: DeviceInt32 | DeviceFloat32): DeviceSigns {
    const outputs = residentOf("signs", "result", result, ["int32", "float32"]);
    const { rows, cols } = outputs;
    return this.#signs(rows, cols, this.#products.signs("signs", outputs, wordsPerRow(cols)));
  }

  finish(): Promise<void> {
    return this.#session.finish("finish");
  }

  explain(): readonly WebGpuKernelReport[] {
    return this.#parts.reports;
  }

  dispose(): void {
    this.#session.dispose();
    this.#parts.destroyDevice();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #signs(rows: number, cols: number, buffer: GpuBuffer): DeviceSigns {
    const layout = { rows, cols, wordsPerRow: wordsPerRow(cols) };
    return new Readable(this.#session, buffer, { ...layout, kind: "signs" }, (bytes) => ({
      ...{ ...layout, kind: "bipolar", words: new Uint32Array(bytes) },
    }));
  }

  #int32(where: string, product: Product): DeviceInt32 {
    const layout = { kind: "int32", ...sizeOf(product) } as const;
    const out = this.#products.run(where, product);
    return new Readable(this.#session, out, layout, (bytes) => new Int32Array(bytes));
  }

  #float32(
    where: string,
    product: Product,
    scaling: DeviceScaling,
    rowScales?: Float32Array,
  ): DeviceFloat32 {
    const columns = residentOf(where, "scaling", scaling, ["scaling"]);
    checkEqual(where, "scaling.cols", columns.cols, "the columns of the output", product.cols);
    const scales = rowScales && this.#uploadRowScales(where, rowScales, product.rows);
    const layout = { kind: "float32", ...sizeOf(product) } as const;
    try {
      const out = this.#products.run(where, {
        ...product,
        inputs: {
          ...product.inputs,
          columns: columns.bufferIn(this.#session, where, "scaling"),
          ...(scales && { rowScales: scales }),
        },
        call: {
          ...product.call,
          ...{ isScaled: 1, hasRelu: Number(scaling.relu), hasRowScales: Number(!!scales) },
        },
      });
      return new Readable(this.#session, out, layout, (bytes) => new Float32Array(bytes));
    } finally {
      if (scales) this.#session.release(scales);
    }
  }

  #uploadRowScales(where: string, rowScales: Float32Array, rows: number): GpuBuffer {
    checkLength(where, "rowScales", rowScales.length, rows);
    checkFinite(where, "rowScales", rowScales);
    return this.#session.upload(where, rowScales);
  }
}

function sizeOf({ rows, cols }: Product): { rows: number; cols: number; wordsPerRow: number } {
  return { rows, cols, wordsPerRow: cols };
}

/** The rows of codes, each followed by zeros up to `stride`. */
function padRows(codes: Int8Array, rows: number, stride: number): Int8Array {
  const cols = codes.length / rows;
  if (cols === stride) return codes;
  const padded = new Int8Array(stride * rows);
  for (let m = 0; m < rows; m++) padded.set(codes.subarray(m * cols, (m + 1) * cols), stride * m);
  return padded;
}
