import { existsSync } from "node:fs";
import { copyFile, link, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint-format.ts";

/** Where {@link saveCheckpoint} keeps the checkpoint before the last one. */
export function previousCheckpoint(path: string): string {
  return `${path}.previous`;
}

/** Writes `state` (anything structured-cloneable) to `path` so that a kill at any moment leaves either the old or the
 *  new checkpoint whole: temporary file, flush to disk, rename. The old one stays at {@link previousCheckpoint}.
 *  @throws Error with the cause and the path if it cannot be written, e.g. on a full disk; the old one is untouched. */
export async function saveCheckpoint(path: string, state: unknown): Promise<void> {
  const partial = `${path}.partial`;
  const parts = encodeCheckpoint(state);
  try {
    const file = await open(partial, "w");
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await keepPrevious(path);
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    throw new Error(`saveCheckpoint: ${reasonOf(cause, bytes)}: ${path}`, { cause });
  }
}

/** Reads a checkpoint back.
 *  @throws Error if there is no file; RangeError if it is truncated, corrupted, of another version or no checkpoint. */
export async function loadCheckpoint(path: string): Promise<unknown> {
  const previous = previousCheckpoint(path);
  const hint = existsSync(previous) ? ` (the one before it is ${previous})` : "";
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`loadCheckpoint: cannot read ${path}${hint}: ${reason}`, { cause });
  }
  try {
    return decodeCheckpoint(bytes, path);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`loadCheckpoint: ${message}${hint}`, { cause });
  }
}

/** A second name for the present checkpoint, so that `path` itself never goes missing. */
async function keepPrevious(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const next = `${previousCheckpoint(path)}.partial`;
  await rm(next, { force: true });
  await link(path, next).catch(() => copyFile(path, next)); // not every file system has links
  await rename(next, previousCheckpoint(path));
}

/** Makes a rename outlive a power cut. Windows cannot open folders and does not need it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function reasonOf(cause: unknown, bytes: number): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOSPC") return `no space left on the disk for ${bytes} bytes`;
  if (code === "EDQUOT") return `disk quota exceeded by ${bytes} bytes`;
  if (code === "ENOENT") return "no such folder";
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") return "not allowed to write";
  return cause instanceof Error ? cause.message : String(cause);
}
