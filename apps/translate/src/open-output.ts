import { constants, createWriteStream, openSync } from "node:fs";
import { chmod, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { Socket } from "node:net";
import { dirname, resolve } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { UsageError } from "./exit-code.ts";
import { reasonOf } from "./reason-of.ts";

/** Where translations go. */
export interface Output {
  /** Writes a text, and waits while the reader is slower than we are.
   *  @throws Error if it cannot be written. */
  write(text: string): Promise<void>;
  /** Makes what was written final. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** How long a pipe is left alone that nobody reads yet, in milliseconds. */
const pipePatience = 50;

/** Standard output, a pipe or device, or a file that appears under its name only when it is complete. A pipe is waited for
 *  until somebody reads it.
 *  @throws {UsageError} if the place cannot be written to, before anything is; what the signal was aborted with. */
export async function openOutput(
  path: string | undefined,
  standardOutput: Output["write"],
  signal?: AbortSignal,
): Promise<Output> {
  if (path === undefined || path === "-") return asItComes(standardOutput);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`--output ${path}: is a folder`);
  // A file takes the place of the one before, behind a link too; pipes and devices are written to as they are.
  const isReplaced = there === undefined || there.isFile();
  const target = isReplaced ? await placeBehind(path) : path;
  const writtenPath = isReplaced ? `${target}.${process.pid}.part` : target;
  const opened = there?.isFIFO() ? openPipe(writtenPath, signal) : openFile(writtenPath);
  const stream = await opened.catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new UsageError(`--output ${path}: ${reasonOf(error)}`);
  });
  // A write that fails rejects there; without a listener the event would end the process.
  stream.on("error", () => undefined);
  const failed = (error: unknown): never => {
    throw new Error(`--output ${path}: ${reasonOf(error)}`, { cause: error });
  };
  return {
    write: (text) => written(stream, text).catch(failed),
    async commit() {
      stream.end();
      await finished(stream, { readable: false }).catch(failed);
      if (!isReplaced) return;
      if (there) await chmod(writtenPath, there.mode).catch(failed);
      await rename(writtenPath, target).catch(failed);
    },
    async discard() {
      stream.destroy();
      if (isReplaced) await rm(writtenPath, { force: true });
    },
  };
}

/** Nothing is held back, so that nothing is to be made final. */
function asItComes(write: Output["write"]): Output {
  return { write, commit: async () => undefined, discard: async () => undefined };
}

/** Where a file of that name is or would be: behind links, also one that leads nowhere yet. */
async function placeBehind(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

async function openFile(path: string): Promise<Writable> {
  return createWriteStream("", { fd: openSync(path, "w") });
}

/** A thread that waits in `open` for a reader could not be called back; without waiting, `open` says ENXIO. */
async function openPipe(path: string, signal: AbortSignal | undefined): Promise<Writable> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      return new Socket({ fd, readable: false, writable: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENXIO")) throw error;
    }
    await setTimeout(pipePatience);
  }
}

function written(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
