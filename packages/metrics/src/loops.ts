/** A unit of text and how often it stands in a row. */
export interface Loop {
  /** The repeated word or group of letters, in lower case. */
  readonly unit: string;
  readonly times: number;
}

const WORD_TIMES = 3;
const letterGroups = /([\p{L}\p{M}]{1,4}?)\1{3,}/gu;
const words = /[\p{L}\p{M}\p{N}]+/gu;
const hasLetter = /\p{L}/u;

/** The longest loop of a text, the mark of a decoder that does not find its end: a word three or more
 *  times in a row, or one to four letters four or more times in a row within a word ("gegegege").
 *  Digits and punctuation make no loop; upper and lower case are the same.
 *  @returns the loop with the most repeats, the first of equals, or undefined.
 *  @throws TypeError if `text` is no string. */
export function findLoop(text: string): Loop | undefined {
  if (typeof text !== "string") {
    throw new TypeError(`findLoop: text must be a string, got ${typeof text}`);
  }
  const lowerCase = text.toLowerCase();
  return longestOf([...wordLoops(lowerCase), ...letterLoops(lowerCase)]);
}

/** Whether the target repeats something more often than the source does anything: "ja ja ja" is a
 *  fair translation of "yes yes yes", but not of "yes".
 *  @throws TypeError if one of the two is no string. */
export function isLooping(source: string, target: string): boolean {
  if (typeof source !== "string" || typeof target !== "string") {
    const kinds = `${typeof source} and ${typeof target}`;
    throw new TypeError(`isLooping: source and target must be strings, got ${kinds}`);
  }
  return (findLoop(target)?.times ?? 0) > (findLoop(source)?.times ?? 0);
}

function* wordLoops(text: string): Generator<Loop> {
  let run = { unit: "", times: 0 };
  for (const [word] of text.matchAll(words)) {
    if (word === run.unit) run.times++;
    else run = { unit: word, times: 1 };
    if (run.times >= WORD_TIMES && hasLetter.test(word)) yield { ...run };
  }
}

function* letterLoops(text: string): Generator<Loop> {
  for (const [run, unit] of text.matchAll(letterGroups)) {
    yield { unit, times: run.length / unit.length };
  }
}

function longestOf(loops: readonly Loop[]): Loop | undefined {
  let longest: Loop | undefined;
  for (const loop of loops) if (loop.times > (longest?.times ?? 0)) longest = loop;
  return longest;
}
