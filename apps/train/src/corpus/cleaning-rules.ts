import { hasBalancedMarks } from "./balanced-marks.ts";
import { mayBeIn } from "./function-words.ts";
import { placeholdersOf, textBetweenPlaceholders } from "./placeholders.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** A named reason to leave a pair out of training. */
export interface CleaningRule {
  readonly name: CleaningRuleName;
  /** True when the pair may stay. Text is normalized already. */
  readonly keeps: (pair: SentencePair) => boolean;
}

/** All rules, in the order in which they are asked: a pair is counted under the first that refuses it.
 *  A side of a pair must … (but for those that compare the sides). */
export const cleaningRuleNames = [
  /** … hold text. */
  "filled",
  /** … hold no control or private-use character and no U+FFFD. */
  "control-characters",
  /** … be written in Latin letters alone. */
  "latin-script",
  /** … have from the minimum to the maximum of words. */
  "words",
  /** No side has more than the ratio times the words of the other. */
  "length-ratio",
  /** No side has more than 2.2 times the characters of the other, English not more than 2 times those of German; sides
   *  of up to 20 characters count as 20. */
  "character-ratio",
  /** … start with a capital, after a quotation mark or bracket perhaps. */
  "starts-upper-case",
  /** … end in `.`, `!` or `?`, before a quotation mark or bracket perhaps. */
  "ends-as-sentence",
  /** … have no white space before a punctuation mark, where an image or a word was lost. */
  "punctuation",
  /** … hold no brackets, operators or entities of markup and code. */
  "markup",
  /** … hold no tag, entity or escape sequence. */
  "tags",
  /** … hold no placeholder such as `%1`, `$(ARG1)`, `$name$`, `#page#`. */
  "placeholders",
  /** Both sides have the same placeholders, each as often, in any order. */
  "same-placeholders",
  /** … hold no path, file name, URL or mail address. */
  "paths-and-addresses",
  /** … close every bracket and quotation mark that it opens. */
  "balanced",
  /** Both sides have the same digits, in any order. */
  "same-digits",
  /** The sides differ. */
  "translated",
  /** The source is English and the target German, as far as function words tell. */
  "language",
] as const;

export type CleaningRuleName = (typeof cleaningRuleNames)[number];

/** Bounds of the rules that have any, and which rules apply. */
export interface CleaningOptions {
  readonly rules: readonly CleaningRuleName[];
  /** Words per side, separated by white space. */
  readonly minimumWords: number;
  readonly maximumWords: number;
  /** Largest number of words of one side per word of the other, from 1. */
  readonly maximumLengthRatio: number;
}

const controlCharacter = /[\p{Cc}\p{Co}\ufffd]/u;
const upperCaseStart = /^["„“«»'(¿¡]?\p{Lu}/u;
const sentenceEnd = /[.!?]["“”«»')]?$/u;
const foreignLetter = /(?!\p{Script=Latin})\p{L}/u;
const gapBeforePunctuation = /\s[.,;:!?](?:\s|$)/u;
const markup = /[<>{}[\]|\\^`=_~]|&#?\w+;/u;
const tag = /<[/!?]?\p{L}[^<>]*>|&#?\w+;|\\[nrt"\\]/u;
const placeholder = /%[\p{L}\d$]|\$[({\p{L}\d]|#\p{L}+#?|\bARG\d/u;
const pathOrAddress =
  /:\/\/|\bwww\.|\S@\S|(?:^|[\s(])\.{0,2}\/\S|\S\/\S+\/\S|\b[\p{L}\d]{2,}\.\p{Ll}{2,4}(?!\p{L})/u;

/** The rules of `options.rules`, in asking order.
 *  @throws RangeError when a bound is out of range. */
export function cleaningRules(options: CleaningOptions): readonly CleaningRule[] {
  const { minimumWords, maximumWords, maximumLengthRatio } = options;
  checkBounds(options);
  const both = (keepsSide: (text: string) => boolean) => (pair: SentencePair) =>
    keepsSide(pair.source) && keepsSide(pair.target);
  const keeps: Record<CleaningRuleName, CleaningRule["keeps"]> = {
    filled: both((text) => text !== ""),
    "control-characters": both((text) => !controlCharacter.test(text)),
    "latin-script": both((text) => !foreignLetter.test(text)),
    words: both((text) => countWords(text) >= minimumWords && countWords(text) <= maximumWords),
    "length-ratio": ({ source, target }) => wordRatio(source, target) <= maximumLengthRatio,
    "character-ratio": ({ source, target }) => hasUsualCharacterRatio(source, target),
    "starts-upper-case": both((text) => upperCaseStart.test(text)),
    "ends-as-sentence": both((text) => sentenceEnd.test(text)),
    punctuation: both((text) => !gapBeforePunctuation.test(text)),
    markup: both((text) => !markup.test(text)),
    tags: both((text) => !tag.test(withoutPlaceholders(text))),
    placeholders: both((text) => !placeholder.test(text)),
    "same-placeholders": ({ source, target }) =>
      sorted(placeholdersOf(source)) === sorted(placeholdersOf(target)),
    "paths-and-addresses": both((text) => !pathOrAddress.test(withoutPlaceholders(text))),
    balanced: both((text) => hasBalancedMarks(withoutPlaceholders(text))),
    "same-digits": ({ source, target }) => sortedDigits(source) === sortedDigits(target),
    translated: ({ source, target }) => source !== target,
    language: ({ source, target }) =>
      mayBeIn("en", withoutPlaceholders(source)) && mayBeIn("de", withoutPlaceholders(target)),
  };
  return cleaningRuleNames
    .filter((name) => options.rules.includes(name))
    .map((name) => ({ name, keeps: keeps[name] }));
}

/** Words of a text, separated by white space. */
export function countWords(text: string): number {
  return text === "" ? 0 : text.split(" ").length;
}

function wordRatio(a: string, b: string): number {
  const ratio = countWords(a) / countWords(b);
  return Math.max(ratio, 1 / ratio);
}

const shortCharacters = 20;

function hasUsualCharacterRatio(source: string, target: string): boolean {
  const ratio = Math.max(target.length, shortCharacters) / Math.max(source.length, shortCharacters);
  return ratio >= 0.5 && ratio <= 2.2;
}

/** What a program fills in is no path, tag or word: `%s/%s`, `%<PRIu64>`. */
function withoutPlaceholders(text: string): string {
  return textBetweenPlaceholders(text).join("…");
}

function sorted(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? "") : [...texts].sort().join("\n");
}

/** Digits in any order: "1,000.5" and "1.000,5" agree, and so do sentences that order their numbers differently. */
function sortedDigits(text: string): string {
  return (text.match(/\d/g) ?? []).sort().join("");
}

function checkBounds({ minimumWords, maximumWords, maximumLengthRatio }: CleaningOptions): void {
  if (!Number.isInteger(minimumWords) || minimumWords < 1) {
    throw new RangeError(`cleaningRules: minimumWords must be an integer ≥ 1, got ${minimumWords}`);
  }
  if (!Number.isInteger(maximumWords) || maximumWords < minimumWords) {
    throw new RangeError(
      `cleaningRules: maximumWords must be an integer ≥ minimumWords (${minimumWords}), got ${maximumWords}`,
    );
  }
  if (!(maximumLengthRatio >= 1)) {
    throw new RangeError(
      `cleaningRules: maximumLengthRatio must be ≥ 1, got ${maximumLengthRatio}`,
    );
  }
}
