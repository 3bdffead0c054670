import { CorpusError } from "./corpus-error.ts";
import { readLines } from "./read-lines.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";

/** Pairs of two files in which line i of one translates line i of the other (the format of Moses and OPUS).
 *  Pairs with an empty side, which mark deleted sentences, are skipped.
 *  @throws CorpusError naming file and line when one file ends before the other. */
export async function* readMoses(
  sourcePath: string,
  targetPath: string,
): AsyncGenerator<ReferencedSentence, void, undefined> {
  const targets = readLines(targetPath);
  try {
    let count = 0;
    for await (const source of readLines(sourcePath)) {
      const target = await targets.next();
      if (target.done === true) throw unequal(targetPath, count, sourcePath);
      count += 1;
      if (source.text.trim() === "" || target.value.text.trim() === "") continue;
      yield { source: source.text, references: [target.value.text] };
    }
    if ((await targets.next()).done !== true) throw unequal(sourcePath, count, targetPath);
  } finally {
    await targets.return(undefined);
  }
}

function unequal(shorter: string, lines: number, longer: string): CorpusError {
  const message = `expected as many lines as ${longer}, which goes on; the file ends after line ${lines}`;
  return new CorpusError(message, { path: shorter, line: lines + 1 });
}
