import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { mo } from "gettext-parser";
import { alignSentences, englishGerman, type Locales } from "./align-sentences.ts";
import { CorpusError } from "./corpus-error.ts";
import type { AlignedText } from "./libreoffice-help.ts";
import { normalizeText } from "./normalize-text.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** Sentence pairs of LibreOffice's interface from its gettext catalogues (`.mo`), as Debian packs them under
 *  `usr/lib/libreoffice/program/resource/<language>/LC_MESSAGES`. Text is what a user reads: mnemonic marks
 *  (`_File`, `~File`) are gone and `%PRODUCTNAME` is "LibreOffice". Lines of a message pair with each other when
 *  both sides have equally many.
 *  @param root  a folder into which the package `libreoffice-l10n-<language>` was extracted.
 *  @throws CorpusError when no catalogue is there, or one is damaged. */
export async function readLibreOfficeUi(
  root: string,
  locales: Locales = englishGerman,
): Promise<AlignedText> {
  const folder = join(root, `usr/lib/libreoffice/program/resource/${locales.target}/LC_MESSAGES`);
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".mo"));
  if (files.length === 0) {
    const expected = `expected the .mo files of libreoffice-l10n-${locales.target}, found none`;
    throw new CorpusError(expected, { path: folder });
  }
  const pairs: SentencePair[] = [];
  let paragraphs = 0;
  let unaligned = 0;
  for (const file of files.sort()) {
    const path = join(folder, file);
    for (const message of translatedMessages(await readFile(path), path)) {
      paragraphs += 1;
      const aligned = alignMessage(message, locales);
      if (aligned === undefined) unaligned += 1;
      else pairs.push(...aligned);
    }
  }
  return { pairs, paragraphs, unaligned };
}

/** A message of the interface as its user reads it, without mnemonic marks; line ends stay. */
export function readableMessage({ source, target }: SentencePair): SentencePair {
  const product = /%PRODUCTNAME\b/g;
  const named = {
    source: source.replace(product, "LibreOffice"),
    target: target.replace(product, "LibreOffice"),
  };
  for (const mark of ["_", "~"]) {
    if (named.source.split(mark).length > 2 || named.target.split(mark).length > 2) continue;
    named.source = named.source.replace(mark, "");
    named.target = named.target.replace(mark, "");
  }
  return named;
}

function translatedMessages(bytes: Buffer, path: string): SentencePair[] {
  try {
    return Object.values(mo.parse(bytes, "utf-8").translations)
      .flatMap((context) => Object.values(context))
      .flatMap(({ msgid, msgid_plural, msgstr }) => [
        { source: msgid, target: msgstr[0] ?? "" },
        { source: msgid_plural ?? "", target: msgstr[1] ?? "" },
      ])
      .filter(({ source, target }) => source !== "" && target !== "" && source !== target);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CorpusError(`expected a gettext catalogue, got a damaged one (${reason})`, { path });
  }
}

function alignMessage(message: SentencePair, locales: Locales): SentencePair[] | undefined {
  const { source, target } = readableMessage(message);
  const sourceLines = filledLines(source);
  const targetLines = filledLines(target);
  if (sourceLines.length !== targetLines.length) {
    return alignSentences(normalizeText(source), normalizeText(target), locales)?.slice();
  }
  const pairs: SentencePair[] = [];
  for (const [index, line] of sourceLines.entries()) {
    const aligned = alignSentences(line, targetLines[index] ?? "", locales);
    if (aligned === undefined) return undefined;
    pairs.push(...aligned);
  }
  return pairs;
}

function filledLines(text: string): string[] {
  return text
    .split("\n")
    .map(normalizeText)
    .filter((line) => line !== "");
}
