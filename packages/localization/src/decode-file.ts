import { inAscii } from "./formats/json-strings.ts";
import { type FormatChoice, formatNamed } from "./formats.ts";
import { MalformedCatalogueError } from "./malformed-catalogue-error.ts";

/** The text of a file: UTF-8, its byte order mark kept. Two formats know other encodings: a PO file may name one in its header,
 *  and comes out with the header saying UTF-8, as which it is to be written; a property file that is not UTF-8 is Latin-1, and
 *  comes out in ASCII, with escapes.
 *  @throws MalformedCatalogueError naming the line that is not in that encoding. */
export function decodeFile(bytes: Uint8Array, format: FormatChoice): string {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`decodeFile: bytes must be a Uint8Array, got ${typeof bytes}`);
  }
  const { name } = formatNamed(format);
  const encoding = name === "gettext" ? gettextEncoding(bytes) : "utf-8";
  try {
    const text = decoderOf(encoding).decode(bytes);
    return encoding === "utf-8" ? text : text.replace(charset, "charset=UTF-8");
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new MalformedCatalogueError(1, `the encoding ${encoding} is not known`, { cause });
    }
    if (name === "properties") return inAscii(decoderOf("latin1").decode(bytes));
    const line = badLine(bytes, encoding);
    const message = `the line is not valid ${encoding.toUpperCase()}`;
    throw new MalformedCatalogueError(line, message, { cause });
  }
}

function gettextEncoding(bytes: Uint8Array): string {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 16_384));
  const [, name = "utf-8"] = charset.exec(start) ?? [];
  // A template's header has the word CHARSET in its place.
  return /^(?:CHARSET|ASCII|US-ASCII|UTF-?8)$/i.test(name) ? "utf-8" : name;
}

const charset = /charset=([\w.:-]+)/i;

function decoderOf(encoding: string): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

function badLine(bytes: Uint8Array, encoding: string): number {
  const decoder = decoderOf(encoding);
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const next = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(start, next));
    } catch {
      return line;
    }
    start = next;
  }
  return 1;
}
