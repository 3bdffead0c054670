import { countWords } from "./cleaning-rules.ts";
import { sentenceKey } from "./normalize-text.ts";
import { readLines } from "./read-lines.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";

/** Sentences that no part of a corpus may hold, such as tests kept aside, by {@link sentenceKey}. */
export interface Exclusions {
  readonly sources: ReadonlySet<string>;
  /** Those of three words or more: "Abbrechen" in a test is no reason to leave every "Cancel" out. */
  readonly targets: ReadonlySet<string>;
}

const fewestTargetWords = 3;

/** Reads sentences to exclude from files of one sentence a line: the source, and its translations in further columns
 *  separated by tabs. A line of one column excludes it as source and as target.
 *  @throws CorpusError when a file cannot be read. */
export async function readExclusions(paths: readonly string[]): Promise<Exclusions> {
  const sources = new Set<string>();
  const targets = new Set<string>();
  for (const path of paths) {
    for await (const { text } of readLines(path)) {
      const [source = "", ...references] = text.split("\t").map(sentenceKey);
      if (source !== "") sources.add(source);
      for (const target of references.length === 0 ? [source] : references) {
        if (countWords(target) >= fewestTargetWords) targets.add(target);
      }
    }
  }
  return { sources, targets };
}

/** Whether a sentence, or any of its translations, is to be left out. */
export function isExcluded(
  { source, references }: ReferencedSentence,
  { sources, targets }: Exclusions,
): boolean {
  if (sources.has(sentenceKey(source))) return true;
  return targets.size > 0 && references.some((target) => targets.has(sentenceKey(target)));
}
