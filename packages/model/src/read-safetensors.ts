import { checkPositiveInteger } from "@bnnkit/core";
import { tensorFromLittleEndian } from "./little-endian.ts";
import { maximumFormatHeaderBytes, parseSafetensorsHeader } from "./safetensors-header.ts";
import type { Tensor } from "./tensor.ts";

/** What a safetensors file holds: tensors by name and a map of strings. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ReadSafetensorsOptions {
  /** Greatest header that is read, bytes; at most and by default the 100,000,000 of the format. */
  readonly maximumHeaderBytes?: number;
}

/**
 * Reads a safetensors file: 8 bytes header length (little-endian), JSON header, data.
 *
 * The tensors are views of `bytes` wherever their data is aligned, so `bytes` must not change while
 * they are in use. Time and memory are bounded by the length of `bytes`.
 * Format: https://github.com/huggingface/safetensors, README, "Format".
 * @throws TypeError unless `bytes` is a Uint8Array; RangeError for a limit that is no positive
 *   integer; MalformedFileError for a file that breaks the format or has a dtype other than F32, I8, I32, U32, U8.
 */
export function readSafetensors(
  bytes: Uint8Array,
  options: ReadSafetensorsOptions = {},
): Safetensors {
  const where = "readSafetensors";
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`${where}: bytes must be a Uint8Array, got ${typeof bytes}`);
  }
  const { maximumHeaderBytes: limit = maximumFormatHeaderBytes } = options;
  checkPositiveInteger(where, "maximumHeaderBytes", limit);
  const maximumHeaderBytes = Math.min(limit, maximumFormatHeaderBytes);
  const header = parseSafetensorsHeader(bytes, where, maximumHeaderBytes);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin }] of header.tensors) {
    tensors.set(name, tensorFromLittleEndian(bytes, header.headerBytes + begin, dtype, shape));
  }
  return { tensors, metadata: header.metadata };
}
