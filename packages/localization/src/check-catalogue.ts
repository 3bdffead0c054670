import type { Catalogue } from "./catalogue.ts";
import { checkTranslation } from "./check-translation.ts";
import { type Entry, isTranslated } from "./entry.ts";

/** What is wrong with an entry, or with a file as a whole. */
export interface CatalogueProblem {
  /** Line of the file, from 1. */
  readonly line: number;
  /** The entry's id, if it is one of an entry. */
  readonly id?: string;
  readonly isError: boolean;
  readonly message: string;
}

/** Checks the translations of a catalogue: placeholders, tags, numbers, white space, how many plural forms there are, what is
 *  defined twice.
 *  @param sources  the file in the source language, for formats that hold one language; entries go together by id
 *  @returns problems in the order of their lines. */
export function checkCatalogue(
  catalogue: Catalogue,
  sources?: Catalogue,
): readonly CatalogueProblem[] {
  const originals = new Map(sources?.entries.map((entry) => [entry.id, entry]));
  const problems: CatalogueProblem[] = catalogue.entries.flatMap((entry) =>
    sources === undefined
      ? problemsOf(entry, entry.sources, entry.targets)
      : problemsAgainst(entry, originals.get(entry.id)),
  );
  for (const problem of catalogue.problems ?? []) problems.push({ ...problem, isError: true });
  return problems.toSorted((a, b) => a.line - b.line);
}

function problemsAgainst(entry: Entry, original: Entry | undefined): readonly CatalogueProblem[] {
  if (original !== undefined) return problemsOf(entry, original.sources, entry.sources);
  return [
    { line: entry.line, id: entry.id, isError: false, message: "the source has no such entry" },
  ];
}

function problemsOf(
  entry: Entry,
  sources: readonly string[],
  targets: readonly string[],
): readonly CatalogueProblem[] {
  const { line, id } = entry;
  if (entry.locked !== undefined || !isTranslated({ ...entry, targets })) return [];
  return targets.flatMap((target, form): readonly CatalogueProblem[] => {
    const source = sources[form] ?? sources.at(-1) ?? "";
    const where = sources.length > 1 ? `form ${form}: ` : "";
    if (target === "") return [{ line, id, isError: true, message: `${where}no translation` }];
    const isSingular = sources.length > 1 && form === 0;
    return checkTranslation(source, target, { isSingular }).map(({ isError, message }) => {
      return { line, id, isError, message: `${where}${message}` };
    });
  });
}
