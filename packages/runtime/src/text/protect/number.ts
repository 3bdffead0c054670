import { type ProtectedSpan, spanOf } from "./span.ts";

/** Digits with single separators between them, and a sign if nothing stands before it that it could join. */
const number =
  /(?:(?<![\p{L}\p{M}\p{N}_.,:/'’)\]}%-])[+\-−±])?(?:(?<=^|[\s(])\.)?\p{Nd}+(?:[.,:/\-'’\u2009\u202F]\p{Nd}+)*/gu;

/** Finds numbers: every maximal run that starts and ends with a digit and holds digits and single separators, as in
 *  `1,234.5`, `12:30`, `2004-05-12`, `1.2.3`, `10-20`, with a sign or, after white space, a
 *  point before it. Of `1st` only `1` is a number. */
export function findNumbers(text: string): readonly ProtectedSpan[] {
  return Array.from(text.matchAll(number), ({ index, 0: match }) =>
    spanOf("number", index, index + match.length, "number"),
  );
}
