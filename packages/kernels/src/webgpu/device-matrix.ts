/// <reference lib="esnext.disposable" preserve="true" />
import type { BipolarMatrix } from "@bnnkit/core";

/** Something in a device's memory, which is freed by `dispose` (or `using`), else with the kernels it belongs to. */
export interface DeviceResource {
  /** Gives the memory back to later calls. Idempotent; any later use throws. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A matrix in a device's memory. */
export interface DeviceMatrix extends DeviceResource {
  readonly rows: number;
  readonly cols: number;
}

/** ±1, packed as in `BipolarMatrix`. */
export interface DeviceSigns extends DeviceMatrix {
  readonly kind: "signs";
  read(): Promise<BipolarMatrix>;
}

/** int8. */
export interface DeviceCodes extends DeviceMatrix {
  readonly kind: "codes";
}

/** Dot products. */
export interface DeviceInt32 extends DeviceMatrix {
  readonly kind: "int32";
  read(): Promise<Int32Array<ArrayBuffer>>;
}

/** Scaled dot products. */
export interface DeviceFloat32 extends DeviceMatrix {
  readonly kind: "float32";
  read(): Promise<Float32Array<ArrayBuffer>>;
}

/** A `ColumnScaling` in a device's memory, for products of `cols` columns. */
export interface DeviceScaling extends DeviceResource {
  readonly kind: "scaling";
  readonly cols: number;
  readonly relu: boolean;
}
