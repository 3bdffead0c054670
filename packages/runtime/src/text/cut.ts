import type { Sentence } from "./sentences.ts";

/** A run of more UTF-16 code units than this without white space is no sentence of any language (a
 *  base64 block, minified code): it is copied, not translated. */
export const longestRun = 1000;

/** A part of a sentence: what a model translates at once (or copies), and the white space behind it. */
export interface Piece extends Sentence {
  /** False: nothing to translate in it (no letter and no digit, or a run longer than {@link longestRun}). */
  readonly translatable: boolean;
}

/** Cuts a sentence into pieces that fit a model, one at a time: a sentence may be a megabyte long. Lossless: text and
 *  separators joined give the sentence back.
 *
 *  A piece that does not fit is cut near its middle: behind a clause's punctuation if there is some in the
 *  middle half, else at white space, else between two characters as a reader sees them, else between two
 *  code points; then both halves again. A sentence that fits stays whole.
 *
 *  @param fits  whether a text is short enough; called for at most O(length) characters per level of halving.
 *  @throws RangeError if a single code point does not fit. */
export function* cutSentence(
  sentence: Sentence,
  fits: (text: string) => boolean,
): Generator<Piece, void> {
  let start = 0;
  function* cutUntil(end: number, translatable: boolean, separator: string): Generator<Piece> {
    const text = sentence.text.slice(start, end);
    if (text !== "") {
      const cut = translatable ? halve({ text, separator }, fits) : [{ text, separator }];
      for (const part of cut) {
        yield { ...part, translatable: translatable && /[\p{L}\p{N}]/u.test(part.text) };
      }
    }
    start = end + separator.length;
  }
  for (const [run] of sentence.text.length > longestRun ? longRuns(sentence.text) : []) {
    const at = sentence.text.indexOf(run, start);
    const before = sentence.text.slice(start, at);
    const kept = before.trimEnd();
    yield* cutUntil(start + kept.length, true, before.slice(kept.length));
    const space = /^\s*/.exec(sentence.text.slice(at + run.length))?.[0] ?? "";
    const isLast = at + run.length + space.length === sentence.text.length;
    yield* cutUntil(at + run.length, false, isLast ? sentence.separator : space);
  }
  yield* cutUntil(sentence.text.length, true, sentence.separator);
}

function longRuns(text: string): readonly (readonly [string])[] {
  return [...text.matchAll(/\S+/g)]
    .filter(([run]) => run.length > longestRun)
    .map(([run]) => [run]);
}

function* halve(sentence: Sentence, fits: (text: string) => boolean): Generator<Sentence, void> {
  const { text, separator } = sentence;
  if (fits(text)) {
    yield sentence;
    return;
  }
  const at = middleBoundary(text);
  if (at === 0) {
    throw new RangeError(
      `cutSentence: fits must accept a single character, got false for ${JSON.stringify(text)}`,
    );
  }
  const left = text.slice(0, at).trimEnd();
  const right = text.slice(at).trimStart();
  const space = text.slice(left.length, text.length - right.length);
  yield* halve({ text: left, separator: space }, fits);
  yield* halve({ text: right, separator }, fits);
}

const clauseEnd = /[,;:.!?…–—]["'”’»)\]]*(?=\s)|[،؛؟、。，；：！？]/g;
const space = /\s+/g;

/** The best place to cut a trimmed text: 0 < place < length, or 0 if it is a single code point. */
function middleBoundary(text: string): number {
  return nearestMiddle(text, clauseEnd) ?? nearestMiddle(text, space) ?? characterBoundary(text);
}

function nearestMiddle(text: string, pattern: RegExp): number | undefined {
  const from = Math.ceil(text.length / 4);
  const middle = text.length / 2 - from;
  let best: number | undefined;
  for (const match of text.slice(from, text.length - from).matchAll(pattern)) {
    const at = match.index + match[0].length;
    if (best === undefined || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  return best === undefined ? undefined : from + best;
}

function characterBoundary(text: string): number {
  const middle = codePointBoundary(text, text.length >> 1);
  const from = codePointBoundary(text, Math.max(0, middle - 32));
  let best = 0;
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  for (const { index } of segmenter.segment(text.slice(from, middle + 32))) {
    const at = from + index;
    // The window's own start is no boundary unless the text starts there (and then no place to cut).
    if (index > 0 && Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  return best > 0 ? best : middle;
}

/** `at`, or the place before it if `at` lies inside a surrogate pair; the pair's end at the text's start. */
function codePointBoundary(text: string, at: number): number {
  const isInside =
    /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at));
  if (!isInside) return at;
  if (at > 1) return at - 1;
  return text.length > 2 ? 2 : 0;
}
