import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { wrapWords } from "../wrap-words.ts";

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  a: "\u0007",
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
};
const letters = new Map(Object.entries(escapes).map(([letter, character]) => [character, letter]));

/** What stands in quotation marks on a line.
 *  @throws MalformedCatalogueError if it does not end, or has an unknown escape. */
export function unescapeString(quoted: string, line: number): string {
  const match = /^"((?:[^"\\]|\\.)*)"\s*$/.exec(quoted);
  if (match === null) {
    throw new MalformedCatalogueError(
      line,
      'a string must be in "…" and have \\" for a quotation mark',
    );
  }
  return match[1].replace(
    /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))/gu,
    (whole, octal, hex, letter) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      const character = escapes[letter];
      if (character !== undefined) return character;
      throw new MalformedCatalogueError(line, `unknown escape ${whole}`);
    },
  );
}

function escapeString(text: string): string {
  return text.replace(/["\\]|\p{Cc}/gu, (character) => {
    const letter = letters.get(character);
    return letter === undefined ? character : `\\${letter}`;
  });
}

/** How strings are laid out in a file. */
export interface StringLayout {
  readonly newline: string;
  /** Whether long strings are wrapped at the 80th column, as gettext's tools do. */
  readonly isWrapped: boolean;
}

const lastColumn = 79;

/** A keyword with its string as gettext's tools write it: on one line, or a line for each of the text's, wrapped. */
export function writeField(keyword: string, value: string, layout: StringLayout): string {
  const { newline, isWrapped } = layout;
  const oneLine = `${keyword} "${escapeString(value)}"`;
  const isOne = !/\n(?!$)/.test(value) && (!isWrapped || oneLine.length <= lastColumn);
  if (isOne) return oneLine;
  const lines = value
    .split(/(?<=\n)/)
    .map(escapeString)
    .flatMap((line) => (isWrapped ? wrapWords(line, lastColumn - 3) : [line]));
  return [`${keyword} ""`, ...lines.map((line) => `"${line}"`)].join(newline);
}
