import type { Edit } from "./edit.ts";
import type { Entry } from "./entry.ts";

/** Names of the formats; `i18next` is JSON. */
export type FormatName =
  | "gettext"
  | "xliff"
  | "json"
  | "i18next"
  | "arb"
  | "fluent"
  | "properties"
  | "subrip"
  | "webvtt"
  | "markdown"
  | "html"
  | "csv"
  | "text";

/** What reading a file may depend on. */
export interface ReadOptions {
  /** BCP 47 tag of the language that is translated; default "en". */
  readonly sourceLanguage?: string;
  /** BCP 47 tag of the language that is translated into; default "de". */
  readonly targetLanguage?: string;
  /** Columns of a table, by name in its first row or by number from 1: that of the texts and, if translations do not take
   *  their place, that of the translations. */
  readonly columns?: { readonly source: string; readonly target?: string };
}

/** Options with all defaults filled in. */
export interface CheckedReadOptions extends ReadOptions {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

/** What a format makes of a text. */
export interface ReadFile {
  readonly entries: readonly Entry[];
  /** What is to be changed once a translation is written: the language that the file says it is in. */
  readonly heading: readonly Edit[];
  /** What is wrong with the file as a whole, beside its entries. */
  readonly problems?: readonly { readonly line: number; readonly message: string }[];
}

/** A format of files with texts. */
export interface Format {
  readonly name: FormatName;
  /** Endings of file names, with the dot. */
  readonly extensions: readonly string[];
  /** Whether a file holds one language, and the id of an entry names the same one in files of other languages. */
  readonly isKeyed: boolean;
  /** Finds the texts of a file that has no byte order mark.
   *  @throws MalformedCatalogueError naming the line. */
  readonly read: (text: string, options: CheckedReadOptions) => ReadFile;
}
