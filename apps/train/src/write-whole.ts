import {
  access,
  chmod,
  constants,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsageError } from "./errors.ts";
import { reasonOf } from "./reason-of.ts";

/** Writes a file complete or not at all, behind a link too; pipes and devices are written to as they are. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeAllWhole([{ path, content }]);
}

/** A file to write. */
export interface WholeFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Writes files that belong together, all or none, each as {@link writeWhole} does: only when all are complete do they take
 *  their names. */
export async function writeAllWhole(files: readonly WholeFile[]): Promise<void> {
  const staged: { readonly temporary: string; readonly target: string }[] = [];
  try {
    for (const { path, content } of files) {
      const there = await stat(path).catch(() => undefined);
      if (there?.isDirectory()) throw new UsageError(`${path}: is a folder`);
      if (there && !there.isFile()) {
        await writeFile(path, content);
        continue;
      }
      const target = await placeBehind(path);
      const temporary = `${target}.${process.pid}.partial`;
      staged.push({ temporary, target });
      await writeFile(temporary, content);
      if (there) await chmod(temporary, there.mode);
    }
    for (const { temporary, target } of staged) await rename(temporary, target);
  } finally {
    for (const { temporary } of staged) await rm(temporary, { force: true });
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

/** Refuses what is there and no folder where a folder is to be, before the work for it is done.
 *  @param flag  the option that named it
 *  @throws UsageError if there is anything else of that name */
export async function refuseFile(flag: string, path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isDirectory())
    throw new UsageError(`${flag} ${path}: is a file, not a folder`);
}

/** Refuses a place that cannot be written to, before the work for it is done.
 *  @param flag  the option that named it
 *  @throws UsageError if there is a folder of that name, or no folder that it can be written into */
export async function refuseUnwritable(flag: string, path: string): Promise<void> {
  await refuseFolder(flag, path);
  const there = await stat(path).catch(() => undefined);
  const place = there && !there.isFile() ? path : dirname(await placeBehind(path));
  await access(place, constants.W_OK).catch((error: unknown) => {
    throw new UsageError(`${flag} ${path}: ${reasonOf(error)}`);
  });
}
