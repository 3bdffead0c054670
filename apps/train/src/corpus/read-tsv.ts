import { CorpusError } from "./corpus-error.ts";
import { readLines } from "./read-lines.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";

/** Rows of a tab-separated file: the source sentence, a translation, and further translations in further columns.
 *  Empty lines are skipped, and so are empty columns at the end of a line, which spreadsheets write.
 *  @throws CorpusError naming file and line when a row has fewer than two columns or an empty one. */
export async function* readTsv(path: string): AsyncGenerator<ReferencedSentence, void, undefined> {
  for await (const { text, number } of readLines(path)) {
    if (text.trim() === "") continue;
    const columns = text.split("\t").map((column) => column.trim());
    while (columns.length > 2 && columns.at(-1) === "") columns.pop();
    const [source, ...references] = columns;
    if (source === undefined || references.length === 0) {
      throw malformed(path, number, `got ${columns.length} column`);
    }
    const empty = columns.indexOf("");
    if (empty >= 0) throw malformed(path, number, `got an empty column ${empty + 1}`);
    yield { source, references };
  }
}

function malformed(path: string, line: number, found: string): CorpusError {
  const expected = "expected source and one or more translations, separated by tabs";
  return new CorpusError(`${expected}, ${found}`, { path, line });
}
