import { checkPositiveInteger } from "@bnnkit/core";
import { columnsOf, type LineLayout, layoutOf } from "./line-layout.ts";

export interface UnwrapOptions {
  /** The column at which the text was wrapped; default: for each paragraph its longest line, if that has 60 to 100
   *  columns and full lines end inside sentences (else the paragraph's lines stay). */
  readonly columns?: number;
}

/** A text whose wrapped lines are joined. */
export interface UnwrappedText {
  readonly text: string;
  /** In order: where lines were joined. */
  readonly breaks: readonly JoinedBreak[];
  /** The column at which the joined lines were wrapped (the widest of all paragraphs); 0 if none was. */
  readonly columns: number;
}

/** A line break that was taken out: `original` stood where `text` has `joint`, from index `at` on. */
export interface JoinedBreak {
  readonly at: number;
  readonly original: string;
  /** A space, or nothing behind a hyphen. */
  readonly joint: string;
}

/** Joins the lines of paragraphs that were wrapped at a column (plain text, mail, comments); `wrapLines` wraps them again.
 *
 *  A line is joined to the next one if that one's first word would not have fitted on it. Blank lines, list items, quotes
 *  (`>`), rules, headings, tables, fenced code and lines that are indented otherwise stay apart; a list item goes on in
 *  lines that are indented as its text. A word that is hyphenated at the line's end keeps its hyphen unless the text has it
 *  without one elsewhere. To be called before slots are put in: they do not show how wide a line is.
 *  @throws RangeError if columns is no positive integer. */
export function unwrapLines(text: string, options: UnwrapOptions = {}): UnwrappedText {
  const steps = unwrapInSteps(text, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** What {@link unwrapLines} does, with pauses: a text may have a million lines. */
export function* unwrapInSteps(
  text: string,
  options: UnwrapOptions = {},
): Generator<void, UnwrappedText> {
  if (options.columns !== undefined) {
    checkPositiveInteger("unwrapLines", "columns", options.columns);
  }
  const parts = text.split(/(\r\n|[\n\r])/);
  const lines = yield* readLines(parts.filter((_, i) => i % 2 === 0));
  const joins =
    options.columns === undefined
      ? yield* wrapColumns(lines)
      : lines.map(() => options.columns ?? 0);
  const columns = options.columns ?? joins.reduce((most, own) => Math.max(most, own), 0);
  if (columns === 0) return { text, breaks: [], columns };
  const words = new Set(text.match(/\p{L}+/gu));
  const breaks: JoinedBreak[] = [];
  const joined: string[] = [];
  let current = "";
  let length = 0;
  const end = (line: string) => {
    joined.push(line);
    length += line.length;
  };
  for (const [i, next] of lines.entries()) {
    if (i % linesOfAStep === 0) yield;
    const line = lines[i - 1];
    const lineBreak = parts[2 * i - 1] ?? "";
    if (line === undefined || !(goesOn(line, next) && isFull(line, next, joins[i - 1]))) {
      end(current + lineBreak);
      current = next.text;
      continue;
    }
    const rest = next.text.trimStart();
    const { cut, joint } = jointOf(current, rest, words);
    const kept = current.length - cut;
    const indentation = next.text.slice(0, next.text.length - rest.length);
    const original = current.slice(kept) + lineBreak + indentation;
    breaks.push({ at: length + kept, original, joint });
    end(current.slice(0, kept) + joint);
    current = rest;
  }
  end(current);
  return { text: joined.join(""), breaks, columns };
}

/** Lines between two pauses. */
const linesOfAStep = 1024;

interface Line extends LineLayout {
  readonly text: string;
  readonly columns: number;
  readonly firstWord: number;
  /** Indentation of lines that go on with this one. */
  readonly hanging: string;
}

function* readLines(texts: readonly string[]): Generator<void, readonly Line[]> {
  let isFenced = false;
  const lines: Line[] = [];
  for (const [i, text] of texts.entries()) {
    if (i % linesOfAStep === 0) yield;
    const { kind, startsItem, indentation } = layoutOf(text);
    const isFence = /^\s*(?:```|~~~)/.test(text);
    if (isFence) isFenced = !isFenced;
    lines.push({
      kind: isFenced || isFence ? "other" : kind,
      startsItem,
      indentation,
      text,
      columns: columnsOf(text.trimEnd()),
      firstWord: columnsOf(/\S+/.exec(text)?.[0] ?? ""),
      hanging: indentation.replaceAll(/\S/g, " "),
    });
  }
  return lines;
}

/** For each line the column at which its paragraph is wrapped, 0 where it is not. */
function* wrapColumns(lines: readonly Line[]): Generator<void, readonly number[]> {
  const columns: number[] = [];
  let steps = 0;
  while (columns.length < lines.length) {
    const start = columns.length;
    if (start >= steps * linesOfAStep) {
      steps = 1 + Math.floor(start / linesOfAStep);
      yield;
    }
    let end = start + 1;
    while (end < lines.length && goesOn(lines[end - 1], lines[end])) end++;
    const column = wrapColumn(lines.slice(start, end));
    for (let i = start; i < end; i++) columns.push(column);
  }
  return columns;
}

function wrapColumn(paragraph: readonly Line[]): number {
  const longest = paragraph.reduce((most, { columns }) => Math.max(most, columns), 0);
  if (longest < 60 || longest > 100) return 0;
  const full = paragraph.filter((line, i) => {
    const next = paragraph[i + 1];
    return next !== undefined && isFull(line, next, longest);
  });
  // Few full lines are chance (a list of names), and where all end a sentence, lines are sentences.
  const isWrapped = 2 * full.length >= paragraph.length - 1;
  return isWrapped && full.some(({ text }) => !endsSentence(text)) ? longest : 0;
}

function endsSentence(line: string): boolean {
  return /[.!?:…]["'”’)\]]*\s*$/.test(line.slice(-20));
}

/** Whether a line's layout lets it continue the one before. */
function goesOn(line: Line, next: Line): boolean {
  if (line.kind !== "paragraph" || next.kind !== "paragraph" || next.startsItem) return false;
  return next.indentation === line.hanging && !startsUnspaced.test(next.text);
}

/** Scripts that are written without spaces between words. */
const startsUnspaced = /^\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function isFull(line: Line, next: Line, columns: number): boolean {
  return columns > 0 && line.columns + 1 + next.firstWord > columns;
}

/** What joins two lines: `cut` code units of the first give way to `joint`. */
function jointOf(line: string, next: string, words: ReadonlySet<string>) {
  const kept = line.trimEnd();
  const cut = line.length - kept.length;
  const before = /(\p{L}+)-$/u.exec(kept.slice(-100))?.[1];
  const after = /^\p{Ll}+/u.exec(next.slice(0, 100))?.[0];
  if (before === undefined || after === undefined) return { cut, joint: " " };
  return { cut: words.has(before + after) ? cut + 1 : cut, joint: "" };
}
