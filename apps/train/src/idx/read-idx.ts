import { gunzipSync } from "node:zlib";
import { UsageError } from "../errors.ts";
import { readInput } from "../read-input.ts";
import { reasonOf } from "../reason-of.ts";
import { type IdxArray, parseIdx } from "./idx-array.ts";

/** Greatest content of a file, bytes. */
const maximumBytes = 2 ** 30;

/** Reads an IDX file of bytes, plain or compressed with gzip, whatever its name ends in.
 *  @throws UsageError naming the file and what is wrong with it. */
export async function readIdx(path: string): Promise<IdxArray> {
  const bytes = await readInput(path, maximumBytes);
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return parseIdx(isCompressed ? unzip(bytes) : bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
}

function unzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maximumBytes });
  } catch (cause) {
    throw new RangeError(`is damaged or cut off (gzip: ${reasonOf(cause)})`, { cause });
  }
}
