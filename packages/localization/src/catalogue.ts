import { applyEdits, type Edit } from "./edit.ts";
import type { Entry, Origin } from "./entry.ts";
import type { Format, ReadFile, ReadOptions } from "./format.ts";
import { type FormatChoice, formatNamed } from "./formats.ts";

/** A file with texts to translate. */
export interface Catalogue extends Omit<ReadFile, "heading"> {
  readonly format: Format;
  readonly text: string;
  /** The file with translations written; the file itself if there are none.
   *  @throws RangeError if a translation cannot be written; see `Entry.write`. */
  write(translations: ReadonlyMap<Entry, EntryTranslation>): string;
}

/** A translation of an entry. */
export interface EntryTranslation {
  /** One for each source of the entry. */
  readonly targets: readonly string[];
  readonly origin: Origin;
}

const byteOrderMark = "\uFEFF";

/** Finds the texts of a file. What is not translated stays as it is when it is written, to the last byte.
 *  @throws MalformedCatalogueError naming the line; RangeError for a format that there is not. */
export function readCatalogue(
  text: string,
  formatChoice: FormatChoice,
  options: ReadOptions = {},
): Catalogue {
  if (typeof text !== "string") {
    throw new TypeError(`readCatalogue: text must be a string, got ${typeof text}`);
  }
  const format = formatNamed(formatChoice);
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : "";
  const body = text.slice(mark.length);
  const { sourceLanguage = "en", targetLanguage = "de" } = options;
  const { heading, ...read } = format.read(body, { ...options, sourceLanguage, targetLanguage });
  return {
    ...read,
    format,
    text,
    write(translations) {
      if (translations.size === 0) return text;
      return mark + applyEdits(body, [...heading, ...editsOf(translations)]);
    },
  };
}

function editsOf(translations: ReadonlyMap<Entry, EntryTranslation>): readonly Edit[] {
  return [...translations].flatMap(([entry, { targets, origin }]) => {
    const edits = entry.write(targets, origin);
    if (edits !== undefined) return edits;
    throw new RangeError(
      `Catalogue.write: the translation of ${entry.id} (line ${entry.line}) must have the tags of its source`,
    );
  });
}
