import type { Entry } from "../entry.ts";
import type { Format, ReadFile } from "../format.ts";
import { LineIndex } from "../line-index.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { inAscii, isAscii } from "./json-strings.ts";

/** Property files of Java, as `java.util.Properties.load` reads them. A file in ASCII stays so, with escapes. */
export const properties: Format = {
  name: "properties",
  extensions: [".properties"],
  isKeyed: true,
  read: readProperties,
};

/** A key, what separates it from its value, and the value, which goes on behind a line break with a backslash before it.
 *  A comment's line ends where it ends. */
const logicalLine =
  /^[ \t\f]*(?:[#!].*|(?<key>(?:[^\\ \t\f=:\r\n]|\\(?:\r\n|[\s\S]))+)(?<separator>[ \t\f]*[=:]?[ \t\f]*)(?<value>(?:[^\\\r\n]|\\(?:\r\n|[\s\S]))*\\?)|(?<bare>[=:].*))?(?:\r\n|[\r\n]|$)/gm;

function readProperties(text: string): ReadFile {
  const lines = new LineIndex(text);
  const write = isAscii(text) ? (value: string) => inAscii(escapeValue(value)) : escapeValue;
  const entries: Entry[] = [];
  for (const { index, groups } of text.matchAll(logicalLine)) {
    const { key, separator, value } = groups ?? {};
    if (key === undefined) continue;
    const start = text.indexOf(key, index) + key.length + separator.length;
    const line = lines.lineAt(index);
    entries.push({
      id: unescapeValue(key, line),
      line,
      sources: [unescapeValue(value, line)],
      targets: [],
      write: ([target]) => [{ start, end: start + value.length, content: [write(target)] }],
    });
  }
  return { entries, heading: [] };
}

function unescapeValue(raw: string, line: number): string {
  return raw.replace(
    /\\(?:(?:\r\n|[\r\n])[ \t\f]*|u([0-9A-Fa-f]{4})|([^\r\n])|$)/g,
    (whole, hex: string | undefined, letter: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (letter === "u") {
        throw new MalformedCatalogueError(
          line,
          `${whole} must be followed by four hexadecimal digits`,
        );
      }
      return letter === undefined ? "" : (escapes[letter] ?? letter);
    },
  );
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f" };

function escapeValue(value: string): string {
  return value
    .replace(/\\/g, "\\\\")
    .replace(/[\n\t\r\f]/g, (character) => `\\${"ntrf"["\n\t\r\f".indexOf(character)]}`)
    .replace(/^ /, "\\ ");
}
