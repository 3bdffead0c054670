import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsageError } from "./errors.ts";

/** Makes a folder and those above it. Node's own recursive mkdir never returns below /proc, where a parent exists and mkdir
 *  still says ENOENT, and says ENOENT where the file system is read-only.
 *  @returns the first folder that was made, as an absolute path; undefined if all were there
 *  @throws UsageError if a file is in the way; Error of the system, as the first mkdir that failed has it. */
export async function makeFolder(path: string): Promise<string | undefined> {
  const folder = resolve(path);
  const made = await make(folder).catch(async (error: unknown) => {
    if (!hasCode(error, "ENOENT") || dirname(folder) === folder) throw error;
    const above = await makeFolder(dirname(folder));
    const own = await make(folder);
    return above ?? own;
  });
  return made;
}

async function make(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    if (hasCode(error, "ENOTDIR")) {
      throw new UsageError(`${folder}: cannot be a folder, as a file is in the way`);
    }
    if (!hasCode(error, "EEXIST")) throw error;
    if ((await stat(folder)).isDirectory()) return undefined;
    throw new UsageError(`${folder}: is a file, not a folder`);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
