/** How often the most repeated part of a text stands in a row: a word, a phrase of up to six words, or a syllable. */
export interface Repetition {
  /** A word, whatever stands between two, letter case aside; 0 of an empty text. */
  readonly word: number;
  /** A phrase of two to six words, in the same way; 0 of an empty text. */
  readonly phrase: number;
  /** One to four letters inside a word, letter case aside, counted from 4 to 40; 1 of a text without so many. */
  readonly syllable: number;
}

/** Finds the longest repetitions of a text in linear time. A slot is a word. */
export function findRepetition(text: string): Repetition {
  const lowered = text.toLowerCase();
  const words = lowered.match(/[\uE000-\uF8FF]|[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let phrase = Math.min(words.length, 1);
  for (let length = 2; length <= longestPhrase; length++) {
    phrase = Math.max(phrase, repeatsOf(words, length));
  }
  let syllable = Math.min(words.length, 1);
  for (const [run, unit] of lowered.matchAll(/([\p{L}\p{M}]{1,4}?)\1{3,39}/gu)) {
    syllable = Math.max(syllable, run.length / unit.length);
  }
  const word = words.length === 0 ? 0 : repeatsOf(words, 1);
  return { word, phrase, syllable };
}

const longestPhrase = 6;

function repeatsOf(words: readonly string[], length: number): number {
  let longest = 0;
  let run = 0;
  for (let i = length; i < words.length; i++) {
    run = words[i] === words[i - length] ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return Math.floor(longest / length) + 1;
}
