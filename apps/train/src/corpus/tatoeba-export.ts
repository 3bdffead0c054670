import { CorpusError } from "./corpus-error.ts";
import { readLines, type TextLine } from "./read-lines.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";

/** Files of Tatoeba's weekly exports (https://tatoeba.org/en/downloads), plain or `.bz2` as published. */
export interface TatoebaExport {
  /** `sentences.csv` of all languages, or one file per language (`eng_sentences.tsv`, `deu_sentences.tsv`). */
  readonly sentences: readonly string[];
  /** `links.csv`, or the links of one language pair (`eng-deu_links.tsv`). */
  readonly links: string;
  /** ISO 639-3 codes; default eng and deu. */
  readonly sourceLanguage?: string;
  readonly targetLanguage?: string;
}

interface TatoebaSentence {
  readonly id: number;
  readonly language: string;
  readonly text: string;
}

/** English sentences of Tatoeba with all their German translations, joined in three passes: the target sentences are
 *  kept, the links that end in one of them are kept, then each source sentence is joined as it streams by. Memory
 *  grows with the target language and its links, not with the export.
 *  @throws CorpusError naming file and line of a malformed row, or when a language is missing. */
export async function* readTatoebaExport(
  files: TatoebaExport,
): AsyncGenerator<ReferencedSentence, void, undefined> {
  const { sourceLanguage = "eng", targetLanguage = "deu" } = files;
  const targets = new Map<number, string>();
  for await (const { id, text } of sentencesIn(files.sentences, targetLanguage)) {
    targets.set(id, text);
  }
  if (targets.size === 0) throw missing(targetLanguage, files.sentences);
  const translations = await readLinks(files.links, targets);
  let sources = 0;
  for await (const { id, text } of sentencesIn(files.sentences, sourceLanguage)) {
    sources += 1;
    const references = [
      ...new Set(translations.get(id)?.map((target) => targets.get(target) ?? "")),
    ];
    if (references.length > 0) yield { source: text, references };
  }
  if (sources === 0) throw missing(sourceLanguage, files.sentences);
}

async function* sentencesIn(
  paths: readonly string[],
  language: string,
): AsyncGenerator<TatoebaSentence, void, undefined> {
  for (const path of paths) {
    for await (const line of readLines(path)) {
      if (line.text === "") continue;
      const sentence = parseSentence(line, path);
      if (sentence.language === language && sentence.text !== "") yield sentence;
    }
  }
}

/** `links.csv` lists both directions of a link, so those from source to target are enough. */
async function readLinks(
  path: string,
  targets: ReadonlyMap<number, string>,
): Promise<Map<number, number[]>> {
  const translations = new Map<number, number[]>();
  for await (const { text, number } of readLines(path)) {
    if (text === "") continue;
    const columns = text.split("\t");
    const source = Number(columns[0]);
    const target = Number(columns[1]);
    if (columns.length !== 2 || !isId(source) || !isId(target)) {
      const message = "expected two sentence numbers separated by a tab";
      throw new CorpusError(`${message}, got ${quote(text)}`, { path, line: number });
    }
    if (!targets.has(target)) continue;
    const known = translations.get(source);
    if (known === undefined) translations.set(source, [target]);
    else known.push(target);
  }
  return translations;
}

function parseSentence({ text: row, number }: TextLine, path: string): TatoebaSentence {
  const [first, language, text] = row.split("\t");
  const id = Number(first);
  if (!isId(id) || language === undefined || text === undefined) {
    const message = "expected sentence number, language and text separated by tabs";
    throw new CorpusError(`${message}, got ${quote(row)}`, { path, line: number });
  }
  return { id, language, text };
}

function isId(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function missing(language: string, paths: readonly string[]): CorpusError {
  return new CorpusError(`no sentence of language "${language}" in ${paths.join(", ")}`);
}
