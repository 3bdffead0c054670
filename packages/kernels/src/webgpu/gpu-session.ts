import {
  type Gpu,
  type GpuBuffer,
  type GpuDevice,
  MAP_READ,
  STAGE_COMPUTE,
  usage,
} from "./gpu-device.ts";
import { bindings, CALL_BYTES, type Call, callWords } from "./shaders/bindings.ts";

/** What a shader reads beside the call; what is left out is never read. */
export type ShaderInputs = Partial<
  Record<"a" | "b" | "columns" | "rowScales" | "negatives", GpuBuffer>
>;

/** A run of one shader. */
export interface Dispatch {
  readonly pipeline: object;
  readonly call: Call;
  readonly inputs: ShaderInputs;
  readonly out: GpuBuffer;
  /** Workgroups in x, y and z. */
  readonly grid: readonly number[];
}

/** Freed buffers are kept for later calls up to so many bytes. */
const MOST_FREE_BYTES = 2 ** 28;
const SMALLEST_BUFFER_BYTES = 256;

const storageUsage = usage.storage | usage.copySource | usage.copyTarget;
const stagingUsage = usage.mapRead | usage.copyTarget;

/**
 * A device in use: its buffers, which are reused, and its errors, which WebGPU tells later than it meets them.
 *
 * Commands run in the order in which they are given, so a buffer may be written or given to another as soon as the
 * commands that read it have been given.
 */
export class GpuSession {
  readonly device: GpuDevice;
  /** Kept as long as the session: what npm's `webgpu` makes ends with the last reference to it, promises unsettled. */
  readonly gpu: Gpu | undefined;
  readonly pipelineLayout: object;
  readonly #bindGroupLayout: object;
  readonly #call: GpuBuffer;
  readonly #absent: GpuBuffer;
  readonly #buffers = new Set<GpuBuffer>();
  readonly #free = new Map<string, GpuBuffer[]>();
  #freeBytes = 0;
  #failure: Error | undefined;
  #settled: Promise<unknown> = Promise.resolve();

  constructor(device: GpuDevice, gpu: Gpu | undefined) {
    this.device = device;
    this.gpu = gpu;
    device.lost.then(({ reason, message }) => {
      this.#failure ??= new Error(`the WebGPU device was lost (${reason}): ${message}`);
    });
    this.#bindGroupLayout = device.createBindGroupLayout({
      entries: Object.entries(bindings).map(([name, binding]) => ({
        binding,
        visibility: STAGE_COMPUTE,
        buffer: {
          type: name === "call" ? "uniform" : name === "out" ? "storage" : "read-only-storage",
        },
      })),
    });
    this.pipelineLayout = device.createPipelineLayout({
      bindGroupLayouts: [this.#bindGroupLayout],
    });
    this.#call = this.#create(CALL_BYTES, usage.uniform | usage.copyTarget);
    this.#absent = this.#create(SMALLEST_BUFFER_BYTES, usage.storage);
  }

  /** A buffer of storage of at least so many bytes, contents undefined.
   *  @throws RangeError for more than the device can bind, Error when the device is gone. */
  allocate(where: string, byteLength: number): GpuBuffer {
    this.checkUsable(where);
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const mostBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (byteLength > mostBytes) {
      throw new RangeError(
        `${where}: a matrix must fit into the ${mostBytes} bytes that this device binds, got ${byteLength}`,
      );
    }
    return this.#take(Math.min(sizeClass(byteLength), mostBytes), storageUsage);
  }

  /** A buffer with these words in it. @throws as {@link allocate}. */
  upload(where: string, words: ArrayBufferView): GpuBuffer {
    const buffer = this.allocate(where, words.byteLength);
    this.#guard(where, () => this.device.queue.writeBuffer(buffer, 0, words));
    return buffer;
  }

  /** Gives a buffer back for later calls. */
  release(buffer: GpuBuffer): void {
    this.#giveBack(buffer, storageUsage);
  }

  /** Runs a shader after all that was given before.
   *  @throws RangeError for more workgroups than the device runs, Error when it is gone. */
  run(where: string, { pipeline, call, inputs, out, grid }: Dispatch): void {
    const most = this.device.limits.maxComputeWorkgroupsPerDimension;
    if (Math.max(...grid) > most) {
      throw new RangeError(
        `${where}: a product must have at most ${most} tiles in rows and in columns, got ${grid[1]} and ${grid[0]}`,
      );
    }
    const resources = { call: this.#call, ...inputs, out };
    this.#guard(where, () => {
      this.device.queue.writeBuffer(this.#call, 0, callWords(call));
      const encoder = this.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, this.#bindGroup(resources));
      const [x, y, z] = grid;
      pass.dispatchWorkgroups(x, y, z);
      pass.end();
      this.device.queue.submit([encoder.finish()]);
    });
  }

  /** The first bytes of a buffer, once all that was given before has run.
   *  @throws Error when the device is gone or met an error. */
  async read(where: string, buffer: GpuBuffer, byteLength: number): Promise<ArrayBuffer> {
    this.checkUsable(where);
    const staging = this.#take(sizeClass(byteLength), stagingUsage);
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, byteLength);
    this.#guard(where, () => this.device.queue.submit([encoder.finish()]));
    try {
      await staging.mapAsync(MAP_READ, 0, byteLength);
    } catch (cause) {
      const { message } = cause instanceof Error ? cause : new Error(String(cause));
      this.#failure ??= new Error(`the WebGPU device was lost or refuses to be read: ${message}`);
    }
    await this.#settled;
    this.checkUsable(where);
    const bytes = staging.getMappedRange(0, byteLength).slice(0);
    staging.unmap();
    this.#giveBack(staging, stagingUsage);
    return bytes;
  }

  /** Waits until all that was given before has run. @throws Error when the device is gone or met an error. */
  async finish(where: string): Promise<void> {
    this.checkUsable(where);
    await Promise.race([this.device.queue.onSubmittedWorkDone(), this.device.lost]);
    await this.#settled;
    this.checkUsable(where);
  }

  /** @throws Error when the device is gone or met an error. */
  checkUsable(where: string): void {
    if (this.#failure)
      throw new Error(`${where}: ${this.#failure.message}`, { cause: this.#failure });
  }

  /** Frees all buffers; later calls throw. */
  dispose(): void {
    this.#failure = new Error("these kernels have been disposed of");
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.clear();
    this.#free.clear();
  }

  #bindGroup(resources: Partial<Record<string, GpuBuffer>>): object {
    const entries = Object.entries(bindings).map(([name, binding]) => ({
      binding,
      resource: { buffer: resources[name] ?? this.#absent },
    }));
    return this.device.createBindGroup({ layout: this.#bindGroupLayout, entries });
  }

  #take(size: number, bufferUsage: number): GpuBuffer {
    const reused = this.#free.get(`${bufferUsage} ${size}`)?.pop();
    if (reused === undefined) {
      return this.#guard("createBuffer", () => this.#create(size, bufferUsage));
    }
    this.#freeBytes -= size;
    return reused;
  }

  #create(size: number, bufferUsage: number): GpuBuffer {
    const buffer = this.device.createBuffer({ size, usage: bufferUsage });
    this.#buffers.add(buffer);
    return buffer;
  }

  #giveBack(buffer: GpuBuffer, bufferUsage: number): void {
    if (!this.#buffers.has(buffer)) return;
    if (this.#freeBytes + buffer.size > MOST_FREE_BYTES) {
      this.#buffers.delete(buffer);
      buffer.destroy();
      return;
    }
    const key = `${bufferUsage} ${buffer.size}`;
    this.#free.set(key, [...(this.#free.get(key) ?? []), buffer]);
    this.#freeBytes += buffer.size;
  }

  /** Does something whose errors the device tells later, and keeps the first of them. */
  #guard<Result>(where: string, body: () => Result): Result {
    this.checkUsable(where);
    this.device.pushErrorScope("out-of-memory");
    this.device.pushErrorScope("validation");
    try {
      return body();
    } finally {
      const told = [this.device.popErrorScope(), this.device.popErrorScope()];
      // A lost device tells nothing here; `lost` does.
      this.#settled = Promise.allSettled([this.#settled, ...told]).then(([, ...outcomes]) => {
        for (const outcome of outcomes) {
          if (outcome.status === "rejected" || outcome.value === null) continue;
          this.#failure ??= new Error(`WebGPU failed in ${where}: ${outcome.value.message}`);
        }
      });
    }
  }
}

/** The next power of two, so that buffers of much the same size are exchangeable. */
function sizeClass(byteLength: number): number {
  return Math.max(SMALLEST_BUFFER_BYTES, 2 ** Math.ceil(Math.log2(byteLength)));
}
