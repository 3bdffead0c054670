import { basename, join } from "node:path";
import type { OutputRecord } from "./provenance.ts";
import { type TextFile, type WrittenFile, writeFiles } from "./write-files.ts";

/** Writes the files of a corpus, and last `provenance.json`: the record with the files as its outputs.
 *  @returns the record as written
 *  @throws as `writeFiles`. */
export async function writeWithProvenance<Origin extends object>(
  files: readonly TextFile[],
  origin: Origin,
  folder: string,
): Promise<Origin & { readonly outputs: readonly OutputRecord[] }> {
  const complete = (written: readonly WrittenFile[]) => ({
    ...origin,
    outputs: written.map(({ path, ...rest }) => ({ file: basename(path), ...rest })),
  });
  const record: TextFile = {
    path: join(folder, "provenance.json"),
    lines: (written) => JSON.stringify(complete(written), null, 2).split("\n"),
  };
  const written = await writeFiles([...files, record]);
  return complete(written.slice(0, -1));
}
