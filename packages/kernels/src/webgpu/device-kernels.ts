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
import type { ConvolutionShape } from "../convolution-shape.ts";
import type { WebGpuAdapter } from "./adapter.ts";
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

/** Scales of the rows of an output, and what the caller knows them as. */
interface RowScales {
  readonly name: "rowScales" | "pixelScales";
  readonly values: Float32Array | undefined;
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
    const { columnScales, relu = false } = scaling;
    return new ResidentScaling(this.#session, buffer, columnScales.length, relu);
  }

  bgemmInt32(a: DeviceSigns | DeviceCodes, weights: DeviceSigns): DeviceInt32 {
    return this.#int32("bgemmInt32", this.#products.planGemm("bgemmInt32", a, weights));
  }

  bgemm(
    a: DeviceSigns | DeviceCodes,
    weights: DeviceSigns,
    scaling: DeviceScaling,
    rowScales?: Float32Array,
  ): DeviceFloat32 {
    const product = this.#products.planGemm("bgemm", a, weights);
    return this.#float32("bgemm", product, scaling, { name: "rowScales", values: rowScales });
  }

  bconv2dInt32(map: DeviceSigns, weights: DeviceSigns, shape: ConvolutionShape): DeviceInt32 {
    const where = "bconv2dInt32";
    return this.#int32(where, this.#products.planConvolution(where, map, weights, shape));
  }

  bconv2d(
    map: DeviceSigns,
    weights: DeviceSigns,
    shape: ConvolutionShape,
    scaling: DeviceScaling,
    pixelScales?: Float32Array,
  ): DeviceFloat32 {
    const product = this.#products.planConvolution("bconv2d", map, weights, shape);
    return this.#float32("bconv2d", product, scaling, {
      ...{ name: "pixelScales", values: pixelScales },
    });
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
    rowScales: RowScales,
  ): DeviceFloat32 {
    const columns = residentOf(where, "scaling", scaling, ["scaling"]);
    checkEqual(where, "scaling.cols", columns.cols, "the columns of the output", product.cols);
    const scales = this.#uploadRowScales(where, rowScales, product.rows);
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

  #uploadRowScales(
    where: string,
    { name, values }: RowScales,
    rows: number,
  ): GpuBuffer | undefined {
    if (values === undefined) return undefined;
    checkLength(where, name, values.length, rows);
    checkFinite(where, name, values);
    return this.#session.upload(where, values);
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
