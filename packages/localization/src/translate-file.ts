import { type Catalogue, type EntryTranslation, readCatalogue } from "./catalogue.ts";
import { type Entry, isTranslated } from "./entry.ts";
import { type EntryOutcome, outcomeOf } from "./entry-outcome.ts";
import type { FileTranslator, TextChoices, TranslatedText } from "./file-translator.ts";
import type { ReadOptions } from "./format.ts";
import type { FormatChoice } from "./formats.ts";
import { memoryKey, type TranslationMemory } from "./memory.ts";
import { translateTexts } from "./translate-texts.ts";

/** How a file is translated. */
export interface TranslateFileOptions extends ReadOptions, TextChoices {
  /** See `formatOfFile`. */
  readonly format: FormatChoice;
  readonly translator: FileTranslator;
  /** Translations that people made, which hold before a model's. */
  readonly memory?: TranslationMemory;
  /** An earlier translation of the file, for formats that hold one language: entries of the same id keep what they have there,
   *  unless that is the source. */
  readonly existing?: string;
  /** Whether translations that the file has are made anew, as if it had none; they stay where none is reliable. */
  readonly isAnew?: boolean;
  /** Translations of an earlier run, by source: they are not made again. */
  readonly known?: ReadonlyMap<string, TranslatedText>;
  /** Called with the translations of some texts by their source as soon as they are there, and waited for. */
  readonly onTranslated?: (texts: ReadonlyMap<string, TranslatedText>) => void | Promise<void>;
  readonly onProgress?: (progress: FileProgress) => void;
}

/** How far a file is: texts that a model translates, each counted once however often it stands in the file. */
export interface FileProgress {
  readonly texts: number;
  readonly finishedTexts: number;
}

/** A translated file. */
export interface FileTranslation {
  /** The file as given where nothing is translated. */
  readonly text: string;
  /** What became of each entry, in their order. */
  readonly outcomes: readonly EntryOutcome[];
}

/** Translates what a file has no translation of, and leaves all else as it is to the last byte.
 *
 *  An entry stays untranslated where its translation is not reliable, lacks a placeholder or a tag, or would be read as
 *  something else in the file: each entry is read again from what was written.
 *  @throws MalformedCatalogueError naming the line; what the translator throws; what the signal was aborted with. */
export async function translateFile(
  text: string,
  options: TranslateFileOptions,
): Promise<FileTranslation> {
  const { format, memory, isAnew = false, known = new Map(), signal } = options;
  signal?.throwIfAborted();
  const found = readCatalogue(text, format, options);
  const catalogue = isAnew ? withoutTargets(found) : found;
  const earlier = earlierTargets(catalogue, options);
  const open = catalogue.entries.filter(
    (entry) => entry.locked === undefined && !isTranslated(entry) && !earlier.has(entry.id),
  );
  const remembered = new Map(open.flatMap((entry) => targetsFrom(memory, entry)));
  const missing = new Set(
    open.filter((entry) => !remembered.has(entry)).flatMap(({ sources }) => sources),
  );
  const translated = await translateTexts([...missing], { ...options, known });
  const outcomes = catalogue.entries.map((entry) =>
    outcomeOf(entry, { earlier, remembered, translated }),
  );
  return write(catalogue, outcomes, options);
}

function withoutTargets(catalogue: Catalogue): Catalogue {
  const entries = catalogue.entries.map((entry) => ({
    ...entry,
    targets: entry.targets.map(() => ""),
  }));
  return { ...catalogue, entries };
}

function earlierTargets(
  { entries, format }: Catalogue,
  options: TranslateFileOptions,
): ReadonlyMap<string, readonly string[]> {
  const { existing } = options;
  if (existing === undefined || !format.isKeyed) return new Map();
  const sources = new Map(entries.map(({ id, sources: [source] }) => [id, source]));
  const earlier = readCatalogue(existing, format, options).entries.flatMap((entry) => {
    const targets = entry.targets.length > 0 ? entry.targets : entry.sources;
    const isOne = targets.some((target) => target !== "" && target !== sources.get(entry.id));
    return isOne ? [[entry.id, targets] as const] : [];
  });
  return new Map(earlier);
}

function targetsFrom(
  memory: TranslationMemory | undefined,
  entry: Entry,
): readonly (readonly [Entry, readonly string[]])[] {
  const targets = entry.sources.map((source) => memory?.get(memoryKey(source)));
  const found = targets.filter((target) => target !== undefined);
  return found.length > 0 && found.length === targets.length ? [[entry, found]] : [];
}

/** Writes the outcomes; those that the file does not say again when it is read are taken back. */
function write(
  catalogue: Catalogue,
  outcomes: readonly EntryOutcome[],
  options: TranslateFileOptions,
): FileTranslation {
  let current = outcomes;
  for (;;) {
    const text = catalogue.write(translationsOf(current));
    const strayed = new Set(strayedEntries(text, catalogue, current, options));
    if (strayed.size === 0) return { text, outcomes: current };
    current = current.map((outcome) =>
      strayed.has(outcome.entry)
        ? {
            entry: outcome.entry,
            kind: "untranslated",
            targets: [],
            reasons: ["cannot be written here"],
          }
        : outcome,
    );
  }
}

function translationsOf(outcomes: readonly EntryOutcome[]): ReadonlyMap<Entry, EntryTranslation> {
  return new Map(
    outcomes.flatMap(({ entry, targets, origin }) =>
      origin === undefined ? [] : [[entry, { targets, origin }] as const],
    ),
  );
}

/** The entries that a file which was written does not have as they were written: all that were, if it has not as many. */
function strayedEntries(
  text: string,
  { entries, format }: Catalogue,
  outcomes: readonly EntryOutcome[],
  options: TranslateFileOptions,
): readonly Entry[] {
  const written = outcomes.filter(({ origin }) => origin !== undefined);
  if (written.length === 0) return [];
  const again = readAgain(text, format, options);
  if (again?.length !== entries.length) return written.map(({ entry }) => entry);
  return outcomes.flatMap(({ entry, targets, origin }, i) => {
    if (origin === undefined) return [];
    const found = again[i].targets.length > 0 ? again[i].targets : again[i].sources;
    return found.length === targets.length && found.every((one, form) => isSame(one, targets[form]))
      ? []
      : [entry];
  });
}

function readAgain(
  text: string,
  format: Catalogue["format"],
  options: TranslateFileOptions,
): readonly Entry[] | undefined {
  try {
    return readCatalogue(text, format, options).entries;
  } catch {
    return undefined;
  }
}

/** Whether two texts differ in white space at most: lines may be wrapped anew. Tags may have other numbers. */
function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) =>
    text
      .replaceAll(/\s+/g, " ")
      .replaceAll(/(<\/?[a-z]+)\d+/g, "$1")
      .trim(),
  );
  return one === other;
}
