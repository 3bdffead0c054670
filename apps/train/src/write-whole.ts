import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { UsageError } from "./errors.ts";

/** Writes a file complete or not at all, behind a link too; pipes and devices are written to as they are. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) return writeFile(path, content);
  const target = there ? await realpath(path) : path;
  const temporary = `${target}.${process.pid}.partial`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Refuses a folder where a file is to be written, before the work for it is done.
 *  @param flag  the option that named it
 *  @throws UsageError if there is a folder of that name */
export async function refuseFolder(flag: string, path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`${flag} ${path}: is a folder`);
}
