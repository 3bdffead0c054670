import type { Format, FormatName } from "./format.ts";
import { arb } from "./formats/arb.ts";
import { csv } from "./formats/csv.ts";
import { fluent } from "./formats/fluent.ts";
import { gettext } from "./formats/gettext.ts";
import { html } from "./formats/html.ts";
import { i18next, json } from "./formats/json.ts";
import { markdown } from "./formats/markdown.ts";
import { plainText } from "./formats/plain-text.ts";
import { properties } from "./formats/properties.ts";
import { subrip } from "./formats/subrip.ts";
import { webvtt } from "./formats/webvtt.ts";
import { xliff } from "./formats/xliff.ts";

/** All formats; the first that has an ending is the one of files with that ending. */
export const formats: readonly Format[] = [
  gettext,
  xliff,
  json,
  i18next,
  arb,
  fluent,
  properties,
  subrip,
  webvtt,
  markdown,
  html,
  csv,
  plainText,
];

/** A format, or its name. */
export type FormatChoice = Format | FormatName;

/** The format of a name.
 *  @throws RangeError for a format that there is not. */
export function formatNamed(choice: FormatChoice): Format {
  if (typeof choice === "object") return choice;
  const found = formats.find(({ name }) => name === choice);
  if (found !== undefined) return found;
  const names = formats.map(({ name }) => name).join(", ");
  throw new RangeError(`format must be one of ${names}, got ${choice}`);
}

/** The format of files with a name like that, by its ending. */
export function formatOfFile(fileName: string): Format | undefined {
  const name = fileName.toLowerCase();
  return formats.find(({ extensions }) => extensions.some((extension) => name.endsWith(extension)));
}
