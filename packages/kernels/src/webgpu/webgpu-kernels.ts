/// <reference lib="esnext.disposable" preserve="true" />
import type { BipolarMatrix } from "@bnnkit/core";
import type { ConvolutionShape } from "../convolution-shape.ts";
import type { WebGpuAdapter } from "./adapter.ts";
import type {
  DeviceCodes,
  DeviceFloat32,
  DeviceInt32,
  DeviceScaling,
  DeviceSigns,
} from "./device-matrix.ts";
import type { ColumnScaling } from "./scaling.ts";

/** Which shader runs an operation, and why. */
export interface WebGpuKernelReport {
  readonly operation: "signGemm" | "codeGemm" | "convolution" | "signs";
  /** `<op>_<rows>x<columns>__webgpu`: outputs of a workgroup, 4×4 of them a thread's; of `signs`, words of one. */
  readonly kernel: string;
  readonly reason: string;
}

/**
 * Products of bits on a GPU.
 *
 * Operands are uploaded once and stay; operations give handles to results, which stay on the device as well and may be
 * operands of the next operation, until `read()` fetches them. Operations return at once and run in the order given;
 * what goes wrong on the device is thrown by the next call or `read()`, and by all after it.
 */
export interface WebGpuKernels {
  readonly adapter: WebGpuAdapter;
  /** ±1 as packed bits. @throws TypeError for another kind, RangeError for a wrong number of words or what is too large. */
  upload(matrix: BipolarMatrix): DeviceSigns;
  /** rows × cols int8. @throws TypeError for what is not an Int8Array, RangeError for a wrong length. */
  uploadCodes(codes: Int8Array, rows: number, cols: number): DeviceCodes;
  /** @throws RangeError for unequal lengths, and for NaN or an infinity, naming its index. */
  uploadScaling(scaling: ColumnScaling): DeviceScaling;
  /**
   * `out[m,n] = Σ_k a[m,k]·weights[n,k]`, exactly: of ±1 `K − 2·popcount(a[m] ⊕ weights[n])`.
   *
   * @param a  M×K, ±1 or int8.
   * @param weights  N×K ±1: a row for each output.
   * @throws RangeError for unequal cols or an output that is too large; TypeError for a handle of other kernels.
   */
  bgemmInt32(a: DeviceSigns | DeviceCodes, weights: DeviceSigns): DeviceInt32;
  /** The same, scaled as {@link ColumnScaling} says. @param rowScales  [M], 1 if absent; finite. */
  bgemm(
    a: DeviceSigns | DeviceCodes,
    weights: DeviceSigns,
    scaling: DeviceScaling,
    rowScales?: Float32Array,
  ): DeviceFloat32;
  /**
   * `out[y,x,n] = Σ_ty Σ_tx Σ_c map[y·stride − top + ty·dilation, x·stride − left + tx·dilation, c]·weights[n,ty,tx,c]`, exactly,
   * without a copy of the patches; c runs over the channels of n's group, outside the map stands `padding.value`.
   *
   * @param map  (images·height·width)×inFeatures bits, a row for each pixel, line by line.
   * @param weights  outFeatures×(kernelHeight·kernelWidth·inFeatures/groups) bits, the channels of a tap together.
   * @returns  images·outHeight·outWidth rows of outFeatures: the next layer's map, once it is signs again.
   * @throws RangeError where the sizes do not fit each other, as {@link bgemmInt32} otherwise.
   */
  bconv2dInt32(map: DeviceSigns, weights: DeviceSigns, shape: ConvolutionShape): DeviceInt32;
  /** The same, scaled as {@link ColumnScaling} says. @param pixelScales  One for each output pixel, 1 if absent; finite. */
  bconv2d(
    map: DeviceSigns,
    weights: DeviceSigns,
    shape: ConvolutionShape,
    scaling: DeviceScaling,
    pixelScales?: Float32Array,
  ): DeviceFloat32;
  /** The signs of a result, packed: what the next product or convolution takes. 0 and −0 are positive. */
  signs(result: DeviceInt32 | DeviceFloat32): DeviceSigns;
  /** Waits until all operations so far have run, without reading anything. */
  finish(): Promise<void>;
  /** One report for each shader. */
  explain(): readonly WebGpuKernelReport[];
  /** Frees all memory on the device, and the device unless it was given. Idempotent; any later use throws Error. */
  dispose(): void;
  [Symbol.dispose](): void;
}
