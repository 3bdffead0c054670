import type { SentencePair } from "./sentence-pair.ts";

/** A named reason to leave a pair out of training. */
export interface CleaningRule {
  readonly name: CleaningRuleName;
  /** True when the pair may stay. Text is normalized already. */
  readonly keeps: (pair: SentencePair) => boolean;
}

/** Names of all rules, in the order in which they are asked: a pair is counted under the first that refuses it. */
export const cleaningRuleNames = [
  "filled",
  "control-characters",
  "words",
  "length-ratio",
  "starts-upper-case",
  "ends-as-sentence",
  "markup",
  "placeholders",
  "paths-and-addresses",
  "same-digits",
  "translated",
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

/** For text taken out of documents, where headings, fragments and code stand between the sentences. */
export const documentCleaning: CleaningOptions = {
  rules: cleaningRuleNames,
  minimumWords: 3,
  maximumWords: 40,
  maximumLengthRatio: 2,
};

/** For collections of sentences written as such, where "Komm!" is one and a free translation is no mistake. */
export const sentenceCleaning: CleaningOptions = {
  rules: [
    "filled",
    "control-characters",
    "words",
    "length-ratio",
    "markup",
    "placeholders",
    "paths-and-addresses",
  ],
  minimumWords: 1,
  maximumWords: 40,
  maximumLengthRatio: 3,
};

const controlCharacter = /[\p{Cc}\p{Co}\ufffd]/u;
const upperCaseStart = /^["„“«»'(¿¡]?\p{Lu}/u;
const sentenceEnd = /[.!?]["“”«»')]?$/u;
const markup = /[<>{}[\]|\\^`=_~]|&#?\w+;/u;
const placeholder = /%[\p{L}\d$]|\$[({\p{L}\d]|#\p{L}+#?|\bARG\d/u;
const pathOrAddress =
  /:\/\/|\bwww\.|\S@\S|(?:^|[\s(])\.{0,2}\/\S|\S\/\S+\/\S|\b[\p{L}\d]{2,}\.\p{Ll}{2,4}(?!\p{L})/u;

/** The rules of `options.rules`, in asking order. A pair is refused
 *  by `filled` if a side is empty; `control-characters` if a side holds one, or U+FFFD or a private-use character;
 *  `words` if a side has fewer than the minimum or more than the maximum of words; `length-ratio` if one side has more
 *  than the ratio times the words of the other; `starts-upper-case` and `ends-as-sentence` (in `.`, `!` or `?`) if a
 *  side does not; `markup`, `placeholders` (`%1`, `$(ARG1)`) and `paths-and-addresses` (paths, file names, URLs,
 *  mail) if a side holds some; `same-digits` if the sides differ in their digits; `translated` if they are equal.
 *  @throws RangeError when a bound is out of range. */
export function cleaningRules(
  options: CleaningOptions = documentCleaning,
): readonly CleaningRule[] {
  const { minimumWords, maximumWords, maximumLengthRatio } = options;
  checkBounds(options);
  const both = (keepsSide: (text: string) => boolean) => (pair: SentencePair) =>
    keepsSide(pair.source) && keepsSide(pair.target);
  const keeps: Record<CleaningRuleName, CleaningRule["keeps"]> = {
    filled: both((text) => text !== ""),
    "control-characters": both((text) => !controlCharacter.test(text)),
    words: both((text) => countWords(text) >= minimumWords && countWords(text) <= maximumWords),
    "length-ratio": ({ source, target }) => wordRatio(source, target) <= maximumLengthRatio,
    "starts-upper-case": both((text) => upperCaseStart.test(text)),
    "ends-as-sentence": both((text) => sentenceEnd.test(text)),
    markup: both((text) => !markup.test(text)),
    placeholders: both((text) => !placeholder.test(text)),
    "paths-and-addresses": both((text) => !pathOrAddress.test(text)),
    "same-digits": ({ source, target }) => sortedDigits(source) === sortedDigits(target),
    translated: ({ source, target }) => source !== target,
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
