import {
  type ByteRanges,
  type Bytes,
  type BytesOrSlices,
  byteRanges,
  byteView,
  MalformedFileError,
  sniffContent,
} from "@bnnkit/model";

/** What a field of metadata holds; whole numbers beyond 2⁵³ are rounded. */
export type GgufValue = number | boolean | string | readonly GgufValue[];

/** A tensor of a GGUF file, as its bytes. */
export interface GgufTensor {
  readonly name: string;
  /** Rows first, as elsewhere; the file has the sizes the other way round. */
  readonly shape: readonly number[];
  /** Number of its type; builds differ in what some of them mean. */
  readonly type: number;
  /** Up to the next tensor or the end of the file: with bytes that pad it. */
  readonly bytes: Uint8Array;
}

/** What a GGUF file holds. */
export interface Gguf {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  /** What offsets of tensors are multiples of. */
  readonly alignment: number;
}

const where = "readGguf";
const magic = 0x46554747;
const mostDimensions = 4;
const mostDepth = 4;

/** Reads a GGUF file of version 2 or 3 without a copy of its data; no count or offset in it is trusted.
 *
 *  Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 *  @throws TypeError unless `data` is a buffer or a view of one; MalformedFileError for a file that breaks the format. */
export function readGguf(data: Bytes): Gguf {
  const bytes = byteView(data);
  if (bytes === undefined) {
    throw new TypeError(
      `${where}: data must be an ArrayBuffer or a view of one, got ${typeof data}`,
    );
  }
  const { places, ...rest } = readHeader(bytes, bytes.length);
  const tensors = places.map(({ start, end, ...info }): [string, GgufTensor] => [
    info.name,
    { ...info, bytes: bytes.subarray(start, end) },
  ]);
  return { ...rest, tensors: new Map(tensors) };
}

/** A GGUF file of which the header was read, and tensors are when they are asked for. */
export interface OpenGguf extends Pick<Gguf, "metadata" | "alignment"> {
  readonly tensors: ReadonlyMap<string, Omit<GgufTensor, "bytes">>;
  /** @throws RangeError for a tensor that is not there. */
  readonly read: (name: string) => Promise<GgufTensor>;
}

const firstHeaderBytes = 2 ** 16;

/** Reads the header of a GGUF file, and each tensor by a range of bytes of its own.
 *  @throws TypeError unless `content` is bytes or has `size` and `slice`, as a Blob does; MalformedFileError as `readGguf`. */
export async function openGguf(content: BytesOrSlices): Promise<OpenGguf> {
  const ranges = byteRanges(content);
  if (ranges === undefined) {
    throw new TypeError(`openGguf: content must be bytes or a Blob, got ${typeof content}`);
  }
  const { places, ...rest } = await openHeader(ranges, firstHeaderBytes);
  const tensors = new Map(places.map((place) => [place.name, place]));
  const read = async (name: string): Promise<GgufTensor> => {
    const place = tensors.get(name);
    if (place === undefined) throw new RangeError(`openGguf: tensor "${name}" must be there`);
    const { start, end, ...info } = place;
    return { ...info, bytes: await ranges.read(start, end) };
  };
  return { ...rest, tensors, read };
}

/** How long a header is, nothing says: twice as much is read until it ends within. */
async function openHeader(ranges: ByteRanges, length: number): Promise<GgufHeader> {
  const head = await ranges.read(0, Math.min(length, ranges.size));
  try {
    return readHeader(head, ranges.size);
  } catch (error) {
    if (!(error instanceof HeaderGoesOn)) throw error;
    return await openHeader(ranges, 2 * length);
  }
}

/** The header of a file goes on behind the bytes that were read of it. */
class HeaderGoesOn extends Error {}

interface GgufHeader extends Pick<Gguf, "metadata" | "alignment"> {
  readonly places: readonly GgufPlace[];
}

/** Where the bytes of a tensor are in the file. */
interface GgufPlace extends Omit<GgufTensor, "bytes"> {
  readonly start: number;
  readonly end: number;
}

/** @param bytes  The beginning of a file, or all of it. */
function readHeader(bytes: Uint8Array, fileBytes: number): GgufHeader {
  const cursor = new Cursor(bytes, fileBytes);
  if (bytes.length < 4 || cursor.uint32("magic") !== magic) {
    fail(`bytes must be a GGUF file, got ${sniffContent(bytes) ?? "other bytes"}`);
  }
  const version = cursor.uint32("version");
  if (version !== 2 && version !== 3) fail(`version must be 2 or 3, got ${version}`);
  const tensorCount = cursor.count("number of tensors");
  const fieldCount = cursor.count("number of fields");
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < fieldCount; i++) {
    const key = cursor.text(`key ${i}`);
    metadata.set(key, cursor.value(cursor.uint32(`type of "${key}"`), key, 0));
  }
  const infos = Array.from({ length: tensorCount }, (_, i) => tensorInfo(cursor, i));
  const given = metadata.get("general.alignment") ?? 32;
  if (typeof given !== "number" || !Number.isInteger(given) || given < 1 || given > 2 ** 20) {
    fail(`general.alignment must be an integer in 1 … 2²⁰, got ${String(given)}`);
  }
  const start = Math.ceil(cursor.position / given) * given;
  return { metadata, alignment: given, places: placed(infos, fileBytes, start, given) };
}

interface TensorInfo extends Omit<GgufTensor, "bytes"> {
  readonly offset: number;
}

function tensorInfo(cursor: Cursor, index: number): TensorInfo {
  const name = cursor.text(`name of tensor ${index}`);
  const title = `tensor "${name}"`;
  const dimensions = cursor.uint32(`${title}: dimensions`);
  if (dimensions > mostDimensions) {
    fail(`${title} must have at most ${mostDimensions} dimensions, got ${dimensions}`);
  }
  const sizes = Array.from({ length: dimensions }, () => cursor.uint64(`${title}: size`));
  const type = cursor.uint32(`${title}: type`);
  return { name, shape: sizes.reverse(), type, offset: cursor.uint64(`${title}: offset`) };
}

function placed(
  infos: readonly TensorInfo[],
  fileBytes: number,
  start: number,
  alignment: number,
): readonly GgufPlace[] {
  const rising = [...infos].sort((a, b) => a.offset - b.offset);
  const names = new Set<string>();
  return rising.map(({ offset, ...info }, i) => {
    if (offset % alignment !== 0 || start + offset > fileBytes) {
      fail(
        `tensor "${info.name}": offset (${offset}) must be a multiple of ${alignment} within the ${fileBytes} bytes of the file`,
      );
    }
    if (names.has(info.name)) fail(`tensor "${info.name}" must occur once`);
    names.add(info.name);
    const end = start + (rising[i + 1]?.offset ?? fileBytes - start);
    return { ...info, start: start + offset, end: Math.min(end, fileBytes) };
  });
}

function fail(rule: string): never {
  throw new MalformedFileError(`${where}: ${rule}`);
}

/** Reads numbers and texts one after the other. */
class Cursor {
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  readonly #fileBytes: number;

  constructor(bytes: Uint8Array, fileBytes: number) {
    this.#bytes = bytes;
    this.#fileBytes = fileBytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint32(what: string): number {
    return this.#view.getUint32(this.#take(4, what), true);
  }

  uint64(what: string): number {
    const at = this.#take(8, what);
    return this.#view.getUint32(at, true) + 2 ** 32 * this.#view.getUint32(at + 4, true);
  }

  /** How many things follow, each of at least a byte. */
  count(what: string): number {
    const count = this.uint64(what);
    const left = this.#fileBytes - this.position;
    return count <= left
      ? count
      : fail(`${what} (${count}) must be at most the ${left} bytes left`);
  }

  text(what: string): string {
    const length = this.uint64(`length of ${what}`);
    const at = this.#take(length, what);
    // A copy, as browsers refuse to decode shared memory.
    return new TextDecoder().decode(new Uint8Array(this.#bytes.subarray(at, at + length)));
  }

  value(type: number, what: string, depth: number): GgufValue {
    const view = this.#view;
    switch (type) {
      case 0:
        return view.getUint8(this.#take(1, what));
      case 1:
        return view.getInt8(this.#take(1, what));
      case 2:
        return view.getUint16(this.#take(2, what), true);
      case 3:
        return view.getInt16(this.#take(2, what), true);
      case 4:
        return this.uint32(what);
      case 5:
        return view.getInt32(this.#take(4, what), true);
      case 6:
        return view.getFloat32(this.#take(4, what), true);
      case 7:
        return view.getUint8(this.#take(1, what)) !== 0;
      case 8:
        return this.text(what);
      case 9:
        return this.#list(what, depth);
      case 10:
        return this.uint64(what);
      case 11:
        return Number(view.getBigInt64(this.#take(8, what), true));
      case 12:
        return view.getFloat64(this.#take(8, what), true);
      default:
        return fail(`"${what}": the type of a value must be in 0 … 12, got ${type}`);
    }
  }

  #list(what: string, depth: number): readonly GgufValue[] {
    if (depth >= mostDepth) fail(`"${what}": lists must be nested at most ${mostDepth} deep`);
    const type = this.uint32(`type of "${what}"`);
    const count = this.count(`length of "${what}"`);
    return Array.from({ length: count }, () => this.value(type, what, depth + 1));
  }

  #take(length: number, what: string): number {
    const at = this.position;
    if (length > this.#fileBytes - at) {
      fail(`the file must not end within ${what}, at byte ${this.#fileBytes}`);
    }
    if (length > this.#bytes.length - at) throw new HeaderGoesOn();
    this.position = at + length;
    return at;
  }
}
