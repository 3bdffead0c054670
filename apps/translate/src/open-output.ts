import { createWriteStream, type WriteStream } from "node:fs";
import { chmod, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { finished } from "node:stream/promises";
import { UsageError } from "./exit-code.ts";

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

/** Standard output, a pipe or device, or a file that appears under its name only when it is complete.
 *  @throws {UsageError} if the place cannot be written to, before anything is. */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined || path === "-") return standardOutput;
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`--output ${path}: is a folder`);
  // A file takes the place of the one before, behind a link too; pipes and devices are written to as they are.
  const isReplaced = there === undefined || there.isFile();
  const target = isReplaced ? await placeBehind(path) : path;
  const writtenPath = isReplaced ? `${target}.${process.pid}.part` : target;
  const stream = createWriteStream(writtenPath);
  // A write that fails rejects there; without a listener the event would end the process.
  stream.on("error", () => undefined);
  await opened(stream).catch((error: unknown) => {
    throw new UsageError(`--output ${path}: ${messageOf(error)}`);
  });
  const failed = (error: unknown): never => {
    throw new Error(`--output ${path}: ${messageOf(error)}`, { cause: error });
  };
  return {
    write: (text) => written(stream, text).catch(failed),
    async commit() {
      stream.end();
      await finished(stream).catch(failed);
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

const standardOutput: Output = {
  // What goes wrong with it is the process's affair: see its "error" listener.
  write: (text) =>
    new Promise((resolve) => {
      process.stdout.write(text, (error) => {
        if (!error) resolve();
      });
    }),
  commit: async () => undefined,
  discard: async () => undefined,
};

/** Where a file of that name is or would be: behind links, also one that leads nowhere yet. */
async function placeBehind(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

function opened(stream: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("open", () => resolve()).once("error", reject);
  });
}

function written(stream: WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
