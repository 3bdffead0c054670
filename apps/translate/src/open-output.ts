import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
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

/** Standard output, or a file that appears under its name only when it is complete. */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined || path === "-") {
    const nothing = async (): Promise<void> => {};
    return { stream: process.stdout, commit: nothing, discard: nothing };
  }
  const temporary = `${path}.${process.pid}.part`;
  const stream = createWriteStream(temporary);
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
      await rename(temporary, path).catch(failed);
    },
    async discard() {
      stream.destroy();
      await rm(temporary, { force: true });
    },
  };
}
