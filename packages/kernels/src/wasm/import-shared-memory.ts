const MAGIC_AND_VERSION_BYTES = 8;
const IMPORT_SECTION = 2;
const MEMORY = 2;
const HAS_MAXIMUM = 1;
const SHARED = 2;

/**
 * The same module, importing a shared memory of at most `maximumPages` instead of one of its own: only the import
 * section is written anew (WebAssembly core specification, 5.5.5, with the limits of the threads proposal).
 *
 * @throws Error unless the module imports one memory and nothing else.
 */
export function importSharedMemory(
  module: Uint8Array,
  maximumPages: number,
): Uint8Array<ArrayBuffer> {
  const { start, body, end } = importSection(module);
  const reader = new Reader(module, body);
  const imports = reader.unsigned();
  const names = reader.at;
  reader.skip(reader.unsigned());
  reader.skip(reader.unsigned());
  const kind = reader.at;
  if (imports !== 1 || reader.unsigned() !== MEMORY) {
    throw new Error("importSharedMemory: the module must import one memory and nothing else");
  }
  const flags = reader.unsigned();
  const minimum = reader.unsigned();
  if ((flags & HAS_MAXIMUM) !== 0) reader.unsigned();
  if ((flags & ~(HAS_MAXIMUM | SHARED)) !== 0 || reader.at !== end) {
    throw new Error("importSharedMemory: the import section of the module is malformed");
  }
  const limits = [SHARED | HAS_MAXIMUM, ...unsigned(minimum), ...unsigned(maximumPages)];
  const section = [1, ...module.subarray(names, kind), MEMORY, ...limits];
  return Uint8Array.from([
    ...module.subarray(0, start),
    ...[IMPORT_SECTION, ...unsigned(section.length), ...section],
    ...module.subarray(end),
  ]);
}

function importSection(module: Uint8Array): {
  readonly start: number;
  readonly body: number;
  readonly end: number;
} {
  const reader = new Reader(module, MAGIC_AND_VERSION_BYTES);
  while (reader.at < module.length) {
    const start = reader.at;
    const id = reader.unsigned();
    const length = reader.unsigned();
    const body = reader.at;
    reader.skip(length);
    if (id === IMPORT_SECTION) return { start, body, end: reader.at };
  }
  throw new Error("importSharedMemory: the module must import one memory and nothing else");
}

/** Reads LEB128 numbers of up to 32 bits, least significant seven bits first. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      this.skip(1);
      const byte = this.#bytes[this.at - 1];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new Error("importSharedMemory: a number of the module is longer than 32 bits");
  }

  skip(byteLength: number): void {
    this.at += byteLength;
    if (this.at > this.#bytes.length) throw new Error("importSharedMemory: the module is cut off");
  }
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}
