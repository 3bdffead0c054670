/** A quotation mark in a text. */
export interface QuoteMark {
  readonly at: number;
  readonly mark: string;
  readonly kind: "double" | "single";
  readonly opens: boolean;
}

/** A double quotation mark in one of its forms. */
export const doubleMark: RegExp = /["“”„‟«»]/;

/** The quotation marks of a text that come in pairs, in order; apostrophes are none.
 *
 *  Double marks open and close by turns, whatever their form. A single mark opens at a word's start and closes at
 *  a word's end if one is open, so that the apostrophes of "don't" and "the users'" stay out. Straight, English, German and
 *  angle forms are known. An odd double mark is left out with all others (5" is a length).
 *  @returns at most one entry for each code unit of the text, in linear time. */
export function quoteMarks(text: string): readonly QuoteMark[] {
  const doubles: QuoteMark[] = [];
  const singles: QuoteMark[] = [];
  let open: QuoteMark | undefined;
  for (const { 0: mark, index: at } of text.matchAll(/["“”„‟«»'‘’‚‹›]/g)) {
    if (doubleMark.test(mark)) {
      doubles.push({ at, mark, kind: "double", opens: doubles.length % 2 === 0 });
      continue;
    }
    const before = text.charAt(at - 1);
    const after = text.charAt(at + 1);
    if (open === undefined) {
      if (!isOfWord(before) && /\S/.test(after)) open = { at, mark, kind: "single", opens: true };
    } else if (/\S/.test(before) && !isOfWord(after)) {
      singles.push(open, { at, mark, kind: "single", opens: false });
      open = undefined;
    }
  }
  return [...(doubles.length % 2 === 0 ? doubles : []), ...singles].sort((a, b) => a.at - b.at);
}

function isOfWord(character: string): boolean {
  return /[\p{L}\p{M}\p{N}\uE000-\uF8FF]/u.test(character);
}
