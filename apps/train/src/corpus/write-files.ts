import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { reasonOf } from "../reason-of.ts";

/** A text file to write. */
export interface TextFile {
  readonly path: string;
  /** The lines, or a function of the files written before this one, for a file that describes them. */
  readonly lines: Iterable<string> | ((before: readonly WrittenFile[]) => Iterable<string>);
}

/** What was written. */
export interface WrittenFile {
  readonly path: string;
  readonly lines: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

const chunkCharacters = 1 << 20;

/** Writes files all or none: each goes to a temporary file beside its place and to the disk, and only when all are
 *  complete do they take their names. A full disk, a crash or a kill leaves the old files as they were.
 *  @throws Error naming the file that cannot be written, and why; temporary files are removed. */
export async function writeFiles(files: readonly TextFile[]): Promise<WrittenFile[]> {
  const staged: WrittenFile[] = [];
  const started: string[] = [];
  try {
    for (const file of files) {
      const temporary = `${file.path}.${process.pid}.partial`;
      started.push(temporary);
      const lines = typeof file.lines === "function" ? file.lines(staged) : file.lines;
      staged.push(await atPath(file.path, () => stage(file.path, temporary, lines)));
    }
    for (const [index, { path }] of staged.entries()) {
      await atPath(path, () => rename(started[index] ?? path, path));
    }
  } finally {
    await Promise.all(started.map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
  return staged;
}

async function stage(
  path: string,
  temporary: string,
  lines: Iterable<string>,
): Promise<WrittenFile> {
  await makeFolder(dirname(path));
  const handle = await open(temporary, "w");
  try {
    const written = await writeLines(handle, path, lines);
    await handle.sync();
    return written;
  } finally {
    await handle.close();
  }
}

async function writeLines(
  handle: FileHandle,
  path: string,
  lines: Iterable<string>,
): Promise<WrittenFile> {
  const hash = createHash("sha256");
  let count = 0;
  let sizeBytes = 0;
  let text = "";
  const flush = async () => {
    const bytes = Buffer.from(text, "utf8");
    text = "";
    hash.update(bytes);
    sizeBytes += bytes.length;
    await handle.writeFile(bytes);
  };
  for (const line of lines) {
    text += `${line}\n`;
    count += 1;
    if (text.length >= chunkCharacters) await flush();
  }
  await flush();
  return { path, lines: count, sizeBytes, sha256: hash.digest("hex") };
}

async function atPath<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const known = new Map<unknown, string>([
      ["ENOSPC", "the disk is full"],
      ["EDQUOT", "the disk quota is used up"],
      ["EACCES", "no permission to write there"],
      ["EROFS", "the file system is read-only"],
    ]);
    const reason = known.get(error.code) ?? reasonOf(error);
    throw new Error(`${path}: cannot be written, ${reason}; files of that name are as they were`, {
      cause: error,
    });
  }
}
