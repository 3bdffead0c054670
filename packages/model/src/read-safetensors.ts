import { checkPositiveInteger } from "@bnnkit/core";
import { type Bytes, byteView } from "./byte-view.ts";
import { tensorFromLittleEndian } from "./little-endian.ts";
import { maximumFormatHeaderBytes, parseSafetensorsHeader } from "./safetensors-header.ts";
import type { FileTensor } from "./tensor.ts";

/** What a safetensors file holds: tensors by name and a map of strings. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, FileTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ReadSafetensorsOptions {
  /** Greatest header that is read, bytes; at most and by default the 100,000,000 of the format. */
  readonly maximumHeaderBytes?: number;
}

/**
 * Reads a safetensors file: 8 bytes header length (little-endian), JSON header, data.
 *
 * The tensors are views of `data` wherever their data is aligned, so `data` must not change while
 * they are in use. Time and memory are bounded by the length of `data`.
 * Format: https://github.com/huggingface/safetensors, README, "Format".
 * @throws TypeError unless `data` is a buffer or a view of one; RangeError for a limit that is no positive
 *   integer; MalformedFileError for a file that breaks the format or has a dtype of less than a byte or of
 *   complex numbers.
 */
export function readSafetensors(data: Bytes, options: ReadSafetensorsOptions = {}): Safetensors {
  const where = "readSafetensors";
  const bytes = byteView(data);
  if (bytes === undefined) {
    throw new TypeError(
      `${where}: data must be an ArrayBuffer or a view of one, got ${typeof data}`,
    );
  }
  const { maximumHeaderBytes: limit = maximumFormatHeaderBytes } = options;
  checkPositiveInteger(where, "maximumHeaderBytes", limit);
  const maximumHeaderBytes = Math.min(limit, maximumFormatHeaderBytes);
  const header = parseSafetensorsHeader(bytes, where, maximumHeaderBytes);
  const tensors = new Map<string, FileTensor>();
  for (const [name, { dtype, shape, begin }] of header.tensors) {
    tensors.set(name, tensorFromLittleEndian(bytes, header.headerBytes + begin, dtype, shape));
  }
  return { tensors, metadata: header.metadata };
}
