import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { alignSentences, englishGerman, type Locales } from "./align-sentences.ts";
import { CorpusError } from "./corpus-error.ts";
import { readHtmlParagraphs } from "./html-paragraphs.ts";
import { normalizeText } from "./normalize-text.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** What came out of the parallel paragraphs. */
export interface AlignedText {
  readonly pairs: readonly SentencePair[];
  /** Translated paragraphs seen. */
  readonly paragraphs: number;
  /** Of those, how many split into different numbers of sentences and were left out. */
  readonly unaligned: number;
}

/** Sentence pairs of LibreOffice's help as Debian packs it: html pages under
 *  `usr/share/libreoffice/help/<language>/text`, where a paragraph has the same id in every language.
 *  Paragraphs that are the same in both languages are untranslated and left out.
 *  @param root  a folder into which the help packages of both languages were extracted.
 *  @throws CorpusError when a language has no pages there. */
export async function readLibreOfficeHelp(
  root: string,
  locales: Locales = englishGerman,
): Promise<AlignedText> {
  const folder = join(root, "usr/share/libreoffice/help");
  const sourceFolder = join(folder, locales.source === "en" ? "en-US" : locales.source, "text");
  const targetFolder = join(folder, locales.target, "text");
  const sourcePages = await htmlPages(sourceFolder);
  const targetPages = new Set(await htmlPages(targetFolder));
  const pairs: SentencePair[] = [];
  let paragraphs = 0;
  let unaligned = 0;
  for (const page of sourcePages) {
    if (!targetPages.has(page)) continue;
    const sources = readHtmlParagraphs(await readFile(join(sourceFolder, page), "utf8"));
    const targets = readHtmlParagraphs(await readFile(join(targetFolder, page), "utf8"));
    for (const [id, text] of sources) {
      const source = normalizeText(text);
      const target = normalizeText(targets.get(id) ?? "");
      if (source === "" || target === "" || source === target) continue;
      paragraphs += 1;
      const aligned = alignSentences(source, target, locales);
      if (aligned === undefined) unaligned += 1;
      else pairs.push(...aligned);
    }
  }
  return { pairs, paragraphs, unaligned };
}

async function htmlPages(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const pages = entries.filter((entry) => entry.endsWith(".html")).sort();
  if (pages.length === 0) {
    throw new CorpusError("expected the html pages of a libreoffice-help package, found none", {
      path: folder,
    });
  }
  return pages;
}
