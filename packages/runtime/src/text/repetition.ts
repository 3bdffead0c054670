/** How often the most repeated part of a text stands in a row: a word, a phrase of up to six words, or a syllable. */
export interface Repetition {
  /** A phrase of one to six words, spelled the same but for a capital at the start of one, whatever stands between words;
   *  0 of an empty text. */
  readonly phrase: number;
  /** One to four letters inside a word, letter case aside; counted to 40. */
  readonly syllable: number;
}

/** Finds the longest repetitions of a text in linear time. A slot is a word. */
export function findRepetition(text: string): Repetition {
  const words = (text.match(/[\uE000-\uF8FF]|[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => {
    return word.charAt(0).toLowerCase() + word.slice(1);
  });
  let phrase = Math.min(words.length, 1);
  for (let length = 1; length <= longestPhrase; length++) {
    phrase = Math.max(phrase, repeatsOf(words, length));
  }
  let syllable = Math.min(words.length, 1);
  for (const [run, unit] of text.toLowerCase().matchAll(/(\p{L}{1,4}?)\1{1,39}/gu)) {
    syllable = Math.max(syllable, run.length / unit.length);
  }
  return { phrase, syllable };
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
