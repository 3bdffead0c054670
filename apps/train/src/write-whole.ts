import { chmod, readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsageError } from "./errors.ts";

/** Writes a file complete or not at all, behind a link too; pipes and devices are written to as they are. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) return writeFile(path, content);
  const target = await placeBehind(path);
  const temporary = `${target}.${process.pid}.partial`;
  try {
    await writeFile(temporary, content);
    if (there) await chmod(temporary, there.mode);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Where a file of that name is or would be: behind links, also one that leads nowhere yet. */
async function placeBehind(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

/** Refuses a folder where a file is to be written, before the work for it is done.
 *  @param flag  the option that named it
 *  @throws UsageError if there is a folder of that name */
export async function refuseFolder(flag: string, path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`${flag} ${path}: is a folder`);
}
