import type { PlatformAbortSignal } from "@bnnkit/core";
import { type FileSource, readFileSource } from "./file-source.ts";

/** 1 GiB. */
const maximumBytes = 2 ** 30;

/** Reads a model file.
 *  @param where  Who reads which argument, as messages name it.
 *  @throws as `readFileSource`. */
export async function readModelFile(
  where: string,
  source: FileSource | PromiseLike<FileSource>,
  signal: PlatformAbortSignal | undefined,
): Promise<Uint8Array> {
  return await readFileSource(await source, { where, maximumBytes, signal });
}
