import { withoutAccelerators } from "./accelerators.ts";
import { alignSentences, type Locales } from "./align-sentences.ts";
import { withoutTags } from "./inline-tags.ts";
import { normalizeText } from "./normalize-text.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** Sentence pairs of one message. */
export interface AlignedMessage {
  readonly pairs: readonly SentencePair[];
  /** Paragraphs that split into different numbers of sentences and were left out. */
  readonly unaligned: number;
}

/** Splits a message and its translation, as a program holds them, into pairs of sentences as their reader sees them:
 *  without tags and keyboard shortcuts, wrapped lines joined. Lines pair with each other where both sides have equally
 *  many and none goes on in the next, else paragraphs (apart by empty lines, list marks, options or columns) where there are
 *  equally many, else the message as a whole; then sentences within them. */
export function alignMessage(message: SentencePair, locales: Locales): AlignedMessage {
  const { source, target } = withoutAccelerators({
    source: withoutContext(withoutTags(message.source), message.target),
    target: withoutTags(message.target),
  });
  const parts =
    inParallel(source, target, separateLines) ??
    inParallel(source, target, paragraphsOf) ??
    inParallel(source, target, (text) => [normalizeText(text)]) ??
    [];
  const pairs: SentencePair[] = [];
  let unaligned = 0;
  for (const part of parts) {
    const aligned = alignSentences(part.source, part.target, locales);
    if (aligned === undefined) unaligned += 1;
    else pairs.push(...aligned);
  }
  return { pairs, unaligned };
}

/** A context that old programs wrote before the message, `Menu|Open`, is not to be translated. */
function withoutContext(source: string, target: string): string {
  const context = /^[\p{L}\d_ -]{1,40}\|(?=\S)/u.exec(source);
  return context === null || target.includes("|") ? source : source.slice(context[0].length);
}

function inParallel(
  source: string,
  target: string,
  split: (text: string) => readonly string[] | undefined,
): SentencePair[] | undefined {
  const sources = split(source);
  const targets = split(target);
  if (sources === undefined || targets === undefined) return undefined;
  if (sources.length !== targets.length) return undefined;
  return sources.map((text, index) => ({ source: text, target: targets[index] ?? "" }));
}

/** Tabs and wide gaps separate the columns of a table, such as options and what they do. */
const columnGap = /\t+| {3,}/u;
const shortLine = 40;
const lineEnd = /[.!?:;…]["“”«»')\]]?$/u;

/** The lines of a text, or nothing if one may go on in the next or has columns. */
function separateLines(text: string): string[] | undefined {
  const written = text.split("\n").map((line) => line.trim());
  if (written.some((line) => columnGap.test(line))) return undefined;
  const lines = filled(written);
  const isWhole = (line: string) => line.length < shortLine || lineEnd.test(line);
  return lines.slice(0, -1).every(isWhole) ? lines.map(withoutListMark) : undefined;
}

const listMark = /^(?:[-*•·+–]|\d{1,2}[.)])\s+(?=\S)/u;
/** `-a`, `--all`: what a program's options do stands in lines of their own. */
const commandOption = /^--?[\p{L}\d]/u;

function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  let open = "";
  const close = () => {
    paragraphs.push(...filled(open.split(columnGap)).map(withoutListMark));
    open = "";
  };
  for (const line of text.split("\n").map((written) => written.trim())) {
    if (line === "" || startsAnew(line)) close();
    open += open === "" ? line : ` ${line}`;
  }
  close();
  return paragraphs;
}

function startsAnew(line: string): boolean {
  return listMark.test(line) || commandOption.test(line) || columnGap.test(line);
}

function withoutListMark(text: string): string {
  return text.replace(listMark, "");
}

function filled(texts: readonly string[]): string[] {
  return texts.map(normalizeText).filter((text) => text !== "");
}
