import { checkTensor } from "./check-tensor.ts";
import { littleEndianBytes } from "./little-endian.ts";
import { quoted } from "./quoted.ts";
import type { Safetensors } from "./read-safetensors.ts";
import { lengthBytes, maximumFormatHeaderBytes, metadataKey } from "./safetensors-header.ts";
import { bytesPerElement, type FileTensorSpec, tensorBytes } from "./tensor.ts";

/** Where everything goes in a file. */
export interface SafetensorsLayout {
  /** Length field and header text, a multiple of 8 bytes long. */
  readonly header: Uint8Array;
  /** Offset of each tensor's data in the file, in file order. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly fileBytes: number;
}

const headerAlignment = 8;

/**
 * Writes a safetensors file that any reader of the format opens; equal content gives equal bytes.
 *
 * The header is padded with spaces to 8 bytes and wide elements come first, so that all data is
 * aligned and a reader can view it in place.
 * @throws TypeError or RangeError for a name, text or tensor that the format cannot hold.
 */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  for (const [name, tensor] of tensors) {
    checkTensor("writeSafetensors", `tensor ${quoted(name)}`, tensor);
  }
  const { header, offsets, fileBytes } = layoutSafetensors(tensors, metadata);
  const bytes = new Uint8Array(fileBytes);
  bytes.set(header);
  for (const [name, tensor] of tensors) {
    bytes.set(littleEndianBytes(tensor), offsets.get(name));
  }
  return bytes;
}

/** Header and offsets of the file that holds tensors of these shapes and this metadata. */
export function layoutSafetensors(
  tensors: ReadonlyMap<string, FileTensorSpec>,
  metadata: Readonly<Record<string, string>>,
): SafetensorsLayout {
  const names = [...tensors.keys()];
  for (const name of names) checkKey("tensor name", name);
  const placed = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      bytesPerElement[b.dtype] - bytesPerElement[a.dtype] || (nameA < nameB ? -1 : 1),
  );
  const entries: string[] = [];
  if (Object.keys(metadata).length > 0) {
    entries.push(`${JSON.stringify(metadataKey)}:${metadataJson(metadata)}`);
  }
  const begins = new Map<string, number>();
  let position = 0;
  for (const [name, { dtype, shape }] of placed) {
    const begin = position;
    position += tensorBytes({ dtype, shape });
    begins.set(name, begin);
    const entry = { dtype, shape, data_offsets: [begin, position] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  }
  const header = encodeHeader(`{${entries.join(",")}}`);
  const offsets = new Map([...begins].map(([name, begin]) => [name, header.length + begin]));
  return { header, offsets, fileBytes: header.length + position };
}

function encodeHeader(json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.length / headerAlignment) * headerAlignment;
  if (length > maximumFormatHeaderBytes) {
    throw new RangeError(
      `writeSafetensors: the header must be at most ${maximumFormatHeaderBytes} bytes, got ${length}`,
    );
  }
  const header = new Uint8Array(lengthBytes + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, lengthBytes);
  return header;
}

function metadataJson(metadata: Readonly<Record<string, string>>): string {
  const entries = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = entries.map(([key, text]) => {
    checkKey("metadata key", key);
    checkText(`metadata.${key}`, text);
    return `${JSON.stringify(key)}:${JSON.stringify(text)}`;
  });
  return `{${fields.join(",")}}`;
}

function checkKey(title: string, key: string): void {
  checkText(title, key);
  if (key === metadataKey || key === "__proto__") {
    throw new RangeError(`writeSafetensors: ${title} must not be ${quoted(key)}`);
  }
}

function checkText(title: string, text: string): void {
  if (typeof text !== "string") {
    throw new TypeError(`writeSafetensors: ${title} must be a string, got ${quoted(text)}`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new RangeError(`writeSafetensors: ${title} must be well-formed Unicode`);
  }
}
