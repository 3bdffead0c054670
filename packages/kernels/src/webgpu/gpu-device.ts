// The members of WebGPU's own interfaces that are used here, so that the types of this package need no others beside them.
// Parameters are as wide as both TypeScript's library and `@webgpu/types` allow: their objects shall fit.

/** `navigator.gpu`, or what npm's `webgpu` makes. */
export interface Gpu {
  requestAdapter(options?: {
    readonly powerPreference?: "high-performance";
  }): Promise<GpuAdapter | null>;
}

/** A `GPUAdapter`. */
export interface GpuAdapter {
  readonly info: GpuAdapterInfo;
  readonly limits: GpuLimits;
  requestDevice(descriptor?: {
    readonly requiredLimits?: Record<string, number>;
  }): Promise<GpuDevice>;
}

/** A `GPUAdapterInfo`. */
export interface GpuAdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** The limits that sizes are checked against. */
export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

/** A `GPUDevice`. */
export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly adapterInfo?: GpuAdapterInfo;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: GpuQueue;
  createBuffer(descriptor: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(descriptor: { readonly code: string }): object;
  createBindGroupLayout(descriptor: { readonly entries: Iterable<object> }): object;
  createPipelineLayout(descriptor: {
    readonly bindGroupLayouts: Iterable<object | null | undefined>;
  }): object;
  createComputePipelineAsync(descriptor: {
    readonly layout: object | "auto";
    readonly compute: { readonly module: object };
  }): Promise<object>;
  createBindGroup(descriptor: {
    readonly layout: object;
    readonly entries: Iterable<object>;
  }): object;
  createCommandEncoder(): GpuCommandEncoder;
  pushErrorScope(filter: "validation" | "out-of-memory"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
}

export interface GpuQueue {
  writeBuffer(buffer: GpuBuffer, offset: number, data: ArrayBufferView): void;
  submit(commands: Iterable<object>): void;
  onSubmittedWorkDone(): Promise<unknown>;
}

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number, offset: number, size: number): Promise<unknown>;
  getMappedRange(offset: number, size: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GpuCommandEncoder {
  beginComputePass(): GpuComputePass;
  copyBufferToBuffer(
    from: GpuBuffer,
    fromOffset: number,
    to: GpuBuffer,
    toOffset: number,
    size: number,
  ): void;
  finish(): object;
}

export interface GpuComputePass {
  setPipeline(pipeline: object): void;
  setBindGroup(index: number, group: object | null | undefined): void;
  dispatchWorkgroups(x: number, y: number, z: number): void;
  end(): void;
}

/** Values of `GPUBufferUsage`, `GPUMapMode` and `GPUShaderStage`, which Node does not have as globals. */
export const usage = {
  mapRead: 1,
  copySource: 4,
  copyTarget: 8,
  uniform: 64,
  storage: 128,
} as const;
export const MAP_READ = 1;
export const STAGE_COMPUTE = 4;
