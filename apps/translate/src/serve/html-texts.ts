import { type Entry, type EntryTranslation, readCatalogue } from "@bnnkit/localization";
import { RequestError } from "./request-error.ts";

/** The texts of an HTML document or fragment. */
export interface HtmlTexts {
  /** What is to be translated, each with short tags for those inside of it. */
  readonly texts: readonly string[];
  /** The document with a translation in the place of each text; the text itself where a translation has lost a tag. */
  readonly fill: (translations: readonly string[]) => string;
}

/** Finds the texts of HTML.
 *  @throws RequestError if it cannot be read. */
export function htmlTexts(html: string): HtmlTexts {
  const catalogue = catalogueOf(html);
  const entries = catalogue.entries.filter(({ locked }) => locked === undefined);
  return {
    texts: entries.map(({ sources: [source] }) => source),
    fill: (translations) => {
      const written = entries.flatMap((entry, i) => writable(entry, translations[i]));
      return catalogue.write(new Map(written));
    },
  };
}

/** What is nested too deep to be read ends the stack. */
function catalogueOf(html: string): ReturnType<typeof readCatalogue> {
  try {
    return readCatalogue(html, "html");
  } catch {
    throw new RequestError(400, "The HTML cannot be read");
  }
}

function writable(entry: Entry, target: string): readonly (readonly [Entry, EntryTranslation])[] {
  const targets = [target];
  const origin = "machine";
  return entry.write(targets, origin) === undefined ? [] : [[entry, { targets, origin }]];
}
