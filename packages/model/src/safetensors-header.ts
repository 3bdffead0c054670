import { sniffContent } from "./content-sniffing.ts";
import { MalformedFileError } from "./malformed-file-error.ts";
import { quoted, quotedList } from "./quoted.ts";
import { type JsonObject, type JsonValue, parseStrictJson } from "./strict-json.ts";
import {
  bytesPerElement,
  elementCount,
  type FileDtype,
  type FileTensorSpec,
  maximumDimensions,
} from "./tensor.ts";

/** Bytes of the header's length at the start of a file. */
export const lengthBytes = 8;

/** Key of the header that holds the metadata. */
export const metadataKey = "__metadata__";

/** Greatest header that the format allows, bytes. */
export const maximumFormatHeaderBytes = 100_000_000;

/** A tensor of a file and where its data lies, in bytes from the end of the header. */
export interface PlacedTensor extends FileTensorSpec {
  readonly begin: number;
  readonly end: number;
}

/** A header whose tensors are known to fill the data of the file without hole or overlap. */
export interface SafetensorsHeader {
  /** Length field and header text together: the offset of the data in the file. */
  readonly headerBytes: number;
  readonly tensors: ReadonlyMap<string, PlacedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Header, list of offsets or shape: entry, list. */
const headerDepth = 3;

/**
 * Reads and checks the header of a safetensors file; believes no length and no offset in it.
 *
 * @param bytes  The file, or its beginning with the whole header.
 * @param fileBytes  Length of the file.
 * @throws MalformedFileError that says what is wrong and at which byte, character or tensor.
 */
export function parseSafetensorsHeader(
  bytes: Uint8Array,
  where: string,
  maximumHeaderBytes: number,
  fileBytes: number = bytes.length,
): SafetensorsHeader {
  const headerBytes = lengthBytes + headerLength(bytes, where, maximumHeaderBytes, fileBytes);
  if (bytes[lengthBytes] !== 0x7b) {
    refuseForeign(bytes, where);
    throw new MalformedFileError(`${where}: header must start with "{" at byte ${lengthBytes}`);
  }
  const text = decodeUtf8(bytes.subarray(lengthBytes, headerBytes), where);
  const header = parseStrictJson(text, {
    where: `${where}: header`,
    maximumDepth: headerDepth,
    onlyIntegers: true,
  });
  const entries = asObject(header, `${where}: header`);
  const tensors = new Map<string, PlacedTensor>();
  for (const [name, entry] of entries) {
    if (name !== metadataKey) tensors.set(name, placedTensor(entry, name, where));
  }
  checkPlacement(tensors, fileBytes - headerBytes, where);
  return { headerBytes, tensors, metadata: metadataOf(entries, where) };
}

function headerLength(
  bytes: Uint8Array,
  where: string,
  maximumHeaderBytes: number,
  fileBytes: number,
): number {
  if (bytes.length < lengthBytes) {
    refuseForeign(bytes, where);
    throw new MalformedFileError(
      `${where}: a file must start with ${lengthBytes} bytes of header length, got ${bytes.length} bytes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes);
  // Exact below 2⁵³; what is rounded above is refused all the same.
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  const rest = fileBytes - lengthBytes;
  if (length > rest) {
    refuseForeign(bytes, where);
    throw new MalformedFileError(
      `${where}: header length (${length}, bytes 0 to 7) must be at most the ${rest} bytes that follow`,
    );
  }
  if (length > maximumHeaderBytes) {
    refuseForeign(bytes, where);
    throw new MalformedFileError(
      `${where}: header length (${length}, bytes 0 to 7) must be at most ${maximumHeaderBytes}`,
    );
  }
  return length;
}

/** Asked only where the file is wrong anyway, so that no file is refused for how it looks. */
function refuseForeign(bytes: Uint8Array, where: string): void {
  const content = sniffContent(bytes);
  if (content === undefined) return;
  throw new MalformedFileError(`${where}: bytes must be a safetensors file, got ${content}`);
}

function decodeUtf8(header: Uint8Array, where: string): string {
  try {
    // A copy, as browsers refuse to decode shared memory.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      new Uint8Array(header),
    );
  } catch {
    throw new MalformedFileError(
      `${where}: header (bytes ${lengthBytes} to ${lengthBytes + header.length - 1}) must be UTF-8`,
    );
  }
}

function placedTensor(value: JsonValue, name: string, where: string): PlacedTensor {
  const title = `${where}: tensor ${quoted(name)}`;
  const entry = asObject(value, title);
  for (const key of entry.keys()) {
    if (key !== "dtype" && key !== "shape" && key !== "data_offsets") {
      throw new MalformedFileError(`${title} must not have a field ${quoted(key)}`);
    }
  }
  const dtype = asDtype(entry.get("dtype"), title);
  const shape = asSizes(entry.get("shape"), `${title}: shape`);
  const offsets = asSizes(entry.get("data_offsets"), `${title}: data_offsets`);
  const [begin, end] = offsets;
  if (offsets.length !== 2 || end < begin) {
    throw new MalformedFileError(
      `${title}: data_offsets must be [begin, end] with begin ≤ end, got ${quotedList(offsets)}`,
    );
  }
  const byteLength = elementCount(shape) * bytesPerElement[dtype];
  if (!Number.isSafeInteger(byteLength) || byteLength !== end - begin) {
    throw new MalformedFileError(
      `${title}: data_offsets span ${end - begin} bytes, which must equal ${byteLength}, the size of ${dtype} [${shape.join(", ")}]`,
    );
  }
  return { dtype, shape, begin, end };
}

function checkPlacement(
  tensors: ReadonlyMap<string, PlacedTensor>,
  dataBytes: number,
  where: string,
): void {
  const placed = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const [name, { begin, end }] of placed) {
    if (begin !== position) {
      const fault = begin > position ? "leaves a hole" : "overlaps";
      throw new MalformedFileError(
        `${where}: tensor ${quoted(name)} ${fault}: its data must begin at ${position}, got ${begin}`,
      );
    }
    position = end;
  }
  if (position !== dataBytes) {
    throw new MalformedFileError(
      `${where}: the data of all tensors (${position} bytes) must equal the data in the file (${dataBytes} bytes)`,
    );
  }
}

function metadataOf(entries: JsonObject, where: string): Readonly<Record<string, string>> {
  const value = entries.get(metadataKey);
  if (value === undefined) return {};
  const metadata = asObject(value, `${where}: metadata`);
  const texts: [string, string][] = [];
  for (const [key, text] of metadata) {
    if (typeof text !== "string") {
      throw new MalformedFileError(
        `${where}: metadata: ${quoted(key)} must be a string, got ${quoted(text)}`,
      );
    }
    texts.push([key, text]);
  }
  return Object.fromEntries(texts);
}

function asObject(value: JsonValue, title: string): JsonObject {
  if (value instanceof Map) return value;
  throw new MalformedFileError(`${title} must be an object, got ${quoted(value)}`);
}

function asDtype(value: JsonValue | undefined, title: string): FileDtype {
  if (typeof value === "string" && isDtype(value)) return value;
  const known = Object.keys(bytesPerElement).join(", ");
  throw new MalformedFileError(`${title}: dtype must be one of ${known}, got ${quoted(value)}`);
}

function isDtype(value: string): value is FileDtype {
  return Object.hasOwn(bytesPerElement, value);
}

function asSizes(value: JsonValue | undefined, title: string): readonly number[] {
  if (!Array.isArray(value) || value.length > maximumDimensions) {
    throw new MalformedFileError(
      `${title} must be a list of at most ${maximumDimensions} numbers, got ${quoted(value)}`,
    );
  }
  return value.map((size: JsonValue) => {
    if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0 && !Object.is(size, -0))
      return size;
    throw new MalformedFileError(
      `${title} must hold whole numbers ≥ 0, got ${Object.is(size, -0) ? "-0" : quoted(size)}`,
    );
  });
}
