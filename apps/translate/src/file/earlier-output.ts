import { realpath, stat } from "node:fs/promises";
import { type Catalogue, type Format, isTranslated } from "@bnnkit/localization";
import { UsageError } from "../exit-code.ts";
import { type Reading, readFile } from "./read-file.ts";

interface Files {
  readonly input: string;
  readonly output: string | undefined;
}

/** The file that is there already under the output's name, if it is not the input itself. */
async function fileThere({ input, output }: Files): Promise<string | undefined> {
  if (output === undefined || output === "-") return undefined;
  const there = await stat(output).catch(() => undefined);
  if (there === undefined || !there.isFile() || there.size === 0) return undefined;
  if (input === "-") return output;
  const [from, to] = await Promise.all([input, output].map((path) => realpath(path)));
  return from === to ? undefined : output;
}

/** What was translated into the same file before, by people perhaps, for formats of one language. */
export async function earlierOutput({
  format,
  ...files
}: Files & { readonly format: Format }): Promise<string | undefined> {
  return format.isKeyed ? await fileThere(files) : undefined;
}

/** Translations in the output's place that the input lacks would be lost.
 *  @throws UsageError if there are any. */
export async function refuseLoss(
  { entries, format }: Catalogue,
  { input, output, ...reading }: Files & Omit<Reading, "format">,
): Promise<void> {
  const there = await fileThere({ input, output });
  if (there === undefined || !entries.some(({ targets }) => targets.length > 0)) return;
  const old = await readFile(there, { ...reading, format });
  const open = new Set(entries.filter((entry) => !isTranslated(entry)).map(({ id }) => id));
  const lost = old.entries.filter((entry) => isTranslated(entry) && open.has(entry.id));
  if (lost.length === 0) return;
  throw new UsageError(
    `${there}: has ${lost.length} translations that ${input} lacks: merge them (msgmerge, say), translate that file, or remove it`,
  );
}
