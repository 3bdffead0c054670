import { UsageError } from "./exit-code.ts";
import { readFileLines } from "./read-lines.ts";

/** The terms of a glossary file with their translations: UTF-8, a term, a tab and its translation on each line; empty lines
 *  and lines that begin with "#" are skipped.
 *  @throws UsageError naming the line that is malformed, or the file that cannot be read */
export async function readGlossary(
  path: string,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const terms: [string, string][] = [];
  let number = 0;
  for await (const line of readFileLines("--glossary", path, signal)) {
    number++;
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [term = "", translation, ...rest] = line.split("\t").map((part) => part.trim());
    if (term === "" || translation === undefined || rest.length > 0) {
      throw new UsageError(
        `--glossary ${path}:${number}: expected a term, a tab and its translation`,
      );
    }
    terms.push([term, translation]);
  }
  return Object.fromEntries(terms);
}
