import { type Abbreviations, abbreviationsOf, longestWord } from "./abbreviations.ts";
import { endsInside } from "./sentence-end.ts";

/** A text as sentences and the white space around them: `text = leading + Σ (sentence.text + sentence.separator)`. */
export interface SplitText {
  readonly leading: string;
  readonly sentences: readonly Sentence[];
}

/** A sentence without outer white space, and the white space (line breaks included) that follows it. */
export interface Sentence {
  readonly text: string;
  readonly separator: string;
}

export interface SplitOptions {
  /** BCP 47 tag for `Intl.Segmenter` and the list of abbreviations; default "en". */
  readonly locale?: string;
}

/** Splits a text into sentences by Unicode's rules (UAX 29 through `Intl.Segmenter`), line by line.
 *
 *  A line break always ends a sentence and is kept in the separator. A break after an abbreviation, an
 *  initial or the number of a list item is undone. A slot (see `isSlot`) counts as a noun. Nothing is lost:
 *  {@link joinSentences} gives the text back.
 *
 *  @throws TypeError where `Intl.Segmenter` is missing, such as in Firefox before 125: Chrome has it from 87, Safari from
 *    14.1, Node from 16. */
export function splitSentences(text: string, { locale = "en" }: SplitOptions = {}): SplitText {
  if (typeof text !== "string") {
    throw new TypeError(`splitSentences: text must be a string, got ${typeof text}`);
  }
  if (typeof Intl === "undefined" || Intl.Segmenter === undefined) {
    throw new TypeError(
      "splitSentences: this platform has no Intl.Segmenter, which Chrome 87, Safari 14.1, Firefox 125, Node 16 and later ones have; " +
        "use one of them, or load a polyfill (@formatjs/intl-segmenter) before this package",
    );
  }
  const { segmenter, abbreviations } = rulesOf(locale);
  let leading = "";
  const sentences: { text: string; separator: string }[] = [];
  const addSpace = (space: string) => {
    const last = sentences.at(-1);
    if (last === undefined) leading += space;
    else last.separator += space;
  };
  for (const part of text.split(lineBreaks)) {
    if (part.trim() === "") {
      addSpace(part);
      continue;
    }
    for (const segment of rejoin(segmentsOf(part, segmenter), abbreviations)) {
      const core = segment.trim();
      const start = core === "" ? segment.length : segment.indexOf(core);
      addSpace(segment.slice(0, start));
      if (core !== "") {
        sentences.push({ text: core, separator: segment.slice(start + core.length) });
      }
    }
  }
  return { leading, sentences };
}

interface SentenceRules {
  readonly segmenter: Intl.Segmenter;
  readonly abbreviations: Abbreviations;
}

const knownRules = new Map<string, SentenceRules>();

/** The rules of a language, made once: a segmenter costs more than the sentences of a line. */
function rulesOf(locale: string): SentenceRules {
  const rules = knownRules.get(locale) ?? {
    segmenter: new Intl.Segmenter(locale, { granularity: "sentence" }),
    abbreviations: abbreviationsOf(locale),
  };
  knownRules.set(locale, rules);
  return rules;
}

/** The text that {@link splitSentences} took apart, or the same layout with other sentences (one for each). */
export function joinSentences(
  split: SplitText,
  texts: readonly string[] = split.sentences.map((s) => s.text),
): string {
  if (texts.length !== split.sentences.length) {
    throw new RangeError(
      `joinSentences: texts.length (${texts.length}) must equal the number of sentences (${split.sentences.length})`,
    );
  }
  return split.leading + split.sentences.map((s, i) => texts[i] + s.separator).join("");
}

const lineBreaks = /(\r\n|[\n\r\u0085\u2028\u2029])/;

/** Window in UTF-16 code units. V8 spends time proportional to the whole string on each segment, so a
 *  line of 1 MB with 333,000 sentences takes minutes in one call (354 s) and well under a second in windows. */
const windowLength = 2048;

function* segmentsOf(line: string, segmenter: Intl.Segmenter): Generator<string> {
  // Unicode's rules know no private use; a noun that may begin a sentence is spelled with a capital.
  const spelled = line.replaceAll(/[\uE000-\uF8FF]/g, "A");
  let start = 0;
  let length = windowLength;
  while (start < line.length) {
    const window = spelled.slice(start, start + length);
    const reachesEnd = start + length >= line.length;
    let taken = 0;
    // The last segment of a window may go on behind it; a grown window gives one segment only.
    for (const { segment, index } of segmenter.segment(window)) {
      const isLast = index + segment.length === window.length;
      if (isLast && !reachesEnd) break;
      yield line.slice(start + index, start + index + segment.length);
      taken += segment.length;
      if (length > windowLength) break;
    }
    start += taken;
    length = taken === 0 ? 2 * length : windowLength;
  }
}

function* rejoin(segments: Iterable<string>, abbreviations: Abbreviations): Generator<string> {
  let parts: string[] = [];
  let tail = "";
  for (const segment of segments) {
    if (parts.length > 0 && !endsInside(tail, segment, abbreviations)) {
      yield parts.join("");
      parts = [];
      tail = "";
    }
    parts.push(segment);
    tail = (tail + segment.slice(-longestWord)).slice(-longestWord);
  }
  yield parts.join("");
}
