import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { UsageError } from "../exit-code.ts";
import type { BatchOptions } from "./batch-command.ts";

/** A file that is translated; standard input has no path. */
export interface BatchFile {
  readonly input: string | undefined;
  readonly output: string;
}

/** What is translated to where.
 *  @throws UsageError if that is not said, or said twice. */
export async function batchFiles(
  files: readonly string[],
  { output, outputFolder }: Pick<BatchOptions, "output" | "outputFolder">,
): Promise<readonly BatchFile[]> {
  if ((output === undefined) === (outputFolder === undefined))
    throw new UsageError("give --output for one file, or --output-folder");
  if (output !== undefined) {
    if (files.length > 1)
      throw new UsageError(`--output takes one file, not ${files.length}: give --output-folder`);
    const [input] = files;
    return [await checked({ input: input === "-" ? undefined : input, output })];
  }
  const folder = outputFolder ?? "";
  if (files.length === 0) throw new UsageError("--output-folder needs files");
  if (!(await isFolder(folder))) throw new UsageError(`--output-folder ${folder}: is no folder`);
  const all = files.map((input) => ({ input, output: join(folder, basename(input)) }));
  const outputs = new Set(all.map((file) => file.output));
  if (outputs.size < all.length)
    throw new UsageError("--output-folder: two of the files have the same name");
  return await Promise.all(all.map(checked));
}

async function checked(file: BatchFile): Promise<BatchFile> {
  const { input, output } = file;
  if (input !== undefined && resolve(input) === resolve(output))
    throw new UsageError(`${output}: is its own translation`);
  if (await isFolder(output)) throw new UsageError(`--output ${output}: is a folder`);
  return file;
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
