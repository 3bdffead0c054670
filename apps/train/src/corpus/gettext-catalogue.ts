import { readFile, stat } from "node:fs/promises";
import { type Catalogue, type Message, mo, po } from "gettext-parser";
import { CorpusError } from "./corpus-error.ts";
import { checkMoTables } from "./mo-tables.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** What a gettext catalogue says, as its translator wrote it. */
export interface CatalogueText {
  /** Messages with their translations; the plural of a message is a pair of its own. */
  readonly messages: readonly SentencePair[];
  /** Messages left out because their translation is marked as a guess, or is empty. */
  readonly fuzzy: number;
  readonly untranslated: number;
}

const maximumBytes = 1 << 26;

/** Reads a `.po` file, or a `.mo` file of either byte order. The charset is that of the header, UTF-8 if it names none.
 *  Fuzzy, obsolete and empty entries, and the header, are left out. In `msgid_plural` the plural pairs with `msgstr[1]`.
 *  @throws CorpusError naming the file when it is missing, or no catalogue, or damaged. */
export async function readCatalogue(path: string): Promise<CatalogueText> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new CorpusError("no such file", { path });
  if (status.size > maximumBytes) {
    throw new CorpusError(`expected a gettext catalogue of at most ${maximumBytes} bytes`, {
      path,
    });
  }
  return parseCatalogue(await readFile(path), path);
}

/** The same for the bytes of a file.
 *  @param path  the name used in errors; `.po` says that the bytes are text. */
export function parseCatalogue(bytes: Buffer, path: string): CatalogueText {
  try {
    return catalogueText(/\.po$/i.test(path) ? parsePo(bytes) : parseMo(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CorpusError(`expected a gettext catalogue, got a damaged one (${reason})`, { path });
  }
}

function parsePo(bytes: Buffer): Catalogue {
  const text = decoderFor(charsetOf(bytes.subarray(0, 1 << 16))).decode(bytes);
  const lastLine = text.slice(text.trimEnd().lastIndexOf("\n") + 1).trim();
  if (!/^#|"$|^$/.test(lastLine)) throw new RangeError("its last line is cut off");
  return po.parse(text);
}

function parseMo(bytes: Buffer): Catalogue {
  decoderFor(charsetOf(checkMoTables(bytes)));
  return mo.parse(bytes, "utf-8");
}

/** The header is ASCII in every charset that catalogues use. Templates say "CHARSET". */
function charsetOf(header: Buffer): string {
  const named = /charset\s*=\s*([\w.:-]+)/i.exec(header.toString("latin1"))?.[1] ?? "utf-8";
  return named === "CHARSET" ? "utf-8" : named;
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new RangeError(`its header names the unknown charset "${charset}"`);
  }
}

function catalogueText({ translations }: Catalogue): CatalogueText {
  const messages: SentencePair[] = [];
  let fuzzy = 0;
  let untranslated = 0;
  for (const message of Object.values(translations).flatMap((context) => Object.values(context))) {
    if (message.msgid === "") continue;
    if (isFuzzy(message)) {
      fuzzy += 1;
      continue;
    }
    const pairs = formsOf(message).filter(({ source, target }) => source !== "" && target !== "");
    if (pairs.length === 0) untranslated += 1;
    messages.push(...pairs);
  }
  return { messages, fuzzy, untranslated };
}

function isFuzzy({ comments }: Message): boolean {
  return /(?:^|[\s,])fuzzy(?:[\s,]|$)/.test(comments?.flag ?? "");
}

function formsOf({ msgid, msgid_plural, msgstr = [] }: Message): SentencePair[] {
  return [
    { source: msgid, target: msgstr[0] ?? "" },
    { source: msgid_plural ?? "", target: msgstr[1] ?? "" },
  ];
}
