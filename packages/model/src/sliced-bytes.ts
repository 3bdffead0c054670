import { type Bytes, byteView } from "./byte-view.ts";
import { MalformedFileError } from "./malformed-file-error.ts";

/** Bytes that are read by ranges: a Blob or File, or anything that reads a file of the disk so. */
export interface SlicedBytes {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `start` up to `end`, read when `arrayBuffer` is called. */
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Bytes of which ranges are read. */
export interface ByteRanges {
  readonly size: number;
  /** @throws MalformedFileError for a file that has become shorter. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Ranges of bytes in memory (views, no copies) or of sliced ones; undefined for what is neither. */
export function byteRanges(content: unknown): ByteRanges | undefined {
  const bytes = byteView(content);
  if (bytes !== undefined) {
    return {
      size: bytes.length,
      read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    };
  }
  if (!isSliced(content)) return undefined;
  const { size } = content;
  return {
    size,
    read: async (start, end) => {
      const part = new Uint8Array(await content.slice(start, end).arrayBuffer());
      if (part.length === end - start) return part;
      throw new MalformedFileError(
        `bytes ${start} to ${end} must be there, as the size (${size}) says, got ${part.length} bytes`,
      );
    },
  };
}

/** Whether something is read by ranges. */
export function isSliced(value: unknown): value is SlicedBytes {
  return (
    typeof value === "object" &&
    value !== null &&
    "slice" in value &&
    typeof value.slice === "function" &&
    "size" in value &&
    typeof value.size === "number" &&
    Number.isSafeInteger(value.size) &&
    value.size >= 0
  );
}

/** Bytes in memory or sliced. */
export type BytesOrSlices = Bytes | SlicedBytes;
