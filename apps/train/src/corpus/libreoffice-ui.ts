import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { alignMessage } from "./align-message.ts";
import { englishGerman, type Locales } from "./align-sentences.ts";
import { CorpusError } from "./corpus-error.ts";
import { readCatalogue } from "./gettext-catalogue.ts";
import type { AlignedText } from "./libreoffice-help.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** Sentence pairs of LibreOffice's interface from its gettext catalogues (`.mo`), as Debian packs them under
 *  `usr/lib/libreoffice/program/resource/<language>/LC_MESSAGES`. Text is what a user reads, as {@link alignMessage}
 *  takes it out of the message, and `%PRODUCTNAME` is "LibreOffice".
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
    const { messages } = await readCatalogue(join(folder, file));
    for (const message of messages) {
      if (message.source === message.target) continue;
      paragraphs += 1;
      const aligned = alignMessage(withProductName(message), locales);
      unaligned += aligned.unaligned;
      pairs.push(...aligned.pairs);
    }
  }
  return { pairs, paragraphs, unaligned };
}

function withProductName({ source, target }: SentencePair): SentencePair {
  const named = (text: string) => text.replace(/%PRODUCTNAME\b/g, "LibreOffice");
  return { source: named(source), target: named(target) };
}
