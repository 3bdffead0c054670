/**
 * One-bit products and convolutions on a GPU, in a browser or by Node’s `webgpu`.
 *
 * @module @bnnkit/kernels/webgpu
 */

export { findWebGpu, type WebGpuAdapter } from "./adapter.ts";
export { createWebGpuKernels, type WebGpuKernelsOptions } from "./create-webgpu-kernels.ts";
export type {
  DeviceCodes,
  DeviceFloat32,
  DeviceInt32,
  DeviceMatrix,
  DeviceResource,
  DeviceScaling,
  DeviceSigns,
} from "./device-matrix.ts";
export type { Gpu, GpuDevice } from "./gpu-device.ts";
export type { CodeArithmetic } from "./pipelines.ts";
export type { ColumnScaling } from "./scaling.ts";
export type { WebGpuKernelReport, WebGpuKernels } from "./webgpu-kernels.ts";
