import { createWriteStream } from "node:fs";
import { realpath, rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { UsageError } from "./exit-code.ts";

/** Where translations go. */
export interface Output {
  readonly stream: Writable;
  /** Makes what was written final. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Standard output, a pipe or device, or a file that appears under its name only when it is complete.
 *  @throws {UsageError} if the place cannot be written to, before anything is. */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined || path === "-") {
    const nothing = async (): Promise<void> => {};
    return { stream: process.stdout, commit: nothing, discard: nothing };
  }
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`--output ${path}: is a folder`);
  // A file takes the place of the one before, behind a link too; pipes and devices are written to as they are.
  const isReplaced = there === undefined || there.isFile();
  const target = there?.isFile() ? await realpath(path) : path;
  const writtenPath = isReplaced ? `${target}.${process.pid}.part` : target;
  const stream = createWriteStream(writtenPath);
  const failed = (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--output ${path}: ${reason}`);
  };
  await new Promise<void>((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", reject);
  }).catch(failed);
  return {
    stream,
    async commit() {
      stream.end();
      await finished(stream).catch(failed);
      if (isReplaced) await rename(writtenPath, target).catch(failed);
    },
    async discard() {
      stream.destroy();
      if (isReplaced) await rm(writtenPath, { force: true });
    },
  };
}
