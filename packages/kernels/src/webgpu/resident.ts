import type { DeviceResource, DeviceScaling } from "./device-matrix.ts";
import type { GpuBuffer } from "./gpu-device.ts";
import type { GpuSession } from "./gpu-session.ts";

/** What a buffer holds, rows of so many 32-bit words. */
export interface ResidentLayout<Kind extends string> {
  readonly kind: Kind;
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
}

/** A matrix in a buffer of the device. */
export class Resident<Kind extends string = string> implements DeviceResource {
  readonly kind: Kind;
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
  readonly #session: GpuSession;
  readonly #derived = new Map<string, GpuBuffer>();
  #buffer: GpuBuffer | undefined;

  constructor(session: GpuSession, buffer: GpuBuffer, layout: ResidentLayout<Kind>) {
    this.kind = layout.kind;
    this.rows = layout.rows;
    this.cols = layout.cols;
    this.wordsPerRow = layout.wordsPerRow;
    this.#session = session;
    this.#buffer = buffer;
  }

  /** Its buffer, for the kernels that made it.
   *  @throws TypeError when it belongs to other kernels, Error when it has been disposed of. */
  bufferIn(session: GpuSession, where: string, name: string): GpuBuffer {
    if (this.#session !== session) {
      throw new TypeError(`${where}: ${name} must belong to these kernels, got one of others`);
    }
    if (this.#buffer === undefined) throw new Error(`${where}: ${name} has been disposed of`);
    return this.#buffer;
  }

  /** Something computed from the matrix once, and freed with it. */
  derive(name: string, compute: () => GpuBuffer): GpuBuffer {
    const derived = this.#derived.get(name) ?? compute();
    this.#derived.set(name, derived);
    return derived;
  }

  /** All of its words. */
  readBytes(): Promise<ArrayBuffer> {
    const buffer = this.bufferIn(this.#session, "read", "the matrix");
    return this.#session.read("read", buffer, 4 * this.rows * this.wordsPerRow);
  }

  dispose(): void {
    if (this.#buffer === undefined) return;
    for (const buffer of [this.#buffer, ...this.#derived.values()]) this.#session.release(buffer);
    this.#buffer = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** A matrix that can be read. */
export class Readable<Kind extends string, Values> extends Resident<Kind> {
  readonly #decode: (bytes: ArrayBuffer) => Values;

  constructor(
    session: GpuSession,
    buffer: GpuBuffer,
    layout: ResidentLayout<Kind>,
    decode: (bytes: ArrayBuffer) => Values,
  ) {
    super(session, buffer, layout);
    this.#decode = decode;
  }

  async read(): Promise<Values> {
    return this.#decode(await this.readBytes());
  }
}

/** Scales, biases and slopes. */
export class ResidentScaling extends Resident<"scaling"> implements DeviceScaling {
  readonly relu: boolean;

  constructor(session: GpuSession, buffer: GpuBuffer, cols: number, relu: boolean) {
    super(session, buffer, { kind: "scaling", rows: 1, cols, wordsPerRow: 4 * cols });
    this.relu = relu;
  }
}

/** The resource behind a handle. @throws TypeError for anything but a handle of one of these kinds. */
export function residentOf(
  where: string,
  name: string,
  handle: DeviceResource,
  kinds: readonly string[],
): Resident {
  if (handle instanceof Resident && kinds.includes(handle.kind)) return handle;
  const kind = handle instanceof Resident ? handle.kind : typeof handle;
  throw new TypeError(`${where}: ${name} must be ${kinds.join(" or ")} on the device, got ${kind}`);
}
