import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SynthesisCache } from "../synthesis/synthesis-cache.ts";

/** A cache of a file a key, whole or not there at all: runs that are interrupted go on where they were. */
export function folderCache(folder: string): SynthesisCache {
  const fileOf = (key: string): string => join(folder, `${key}.json`);
  return {
    get: async (key) => {
      try {
        return await readFile(fileOf(key), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    set: async (key, value) => {
      await mkdir(folder, { recursive: true });
      const part = `${fileOf(key)}.${process.pid}.part`;
      await writeFile(part, value);
      await rename(part, fileOf(key));
    },
  };
}
