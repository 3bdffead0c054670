/** The longest end of a text whose characters (code points) all match a pattern.
 *
 *  Reads from the end, so that its time follows the run's length; `/[…]+$/` would try at every place of the text.
 *
 *  @param character  what a whole code point is tested with; an expression has the `u` flag set. */
export function trailingRun(text: string, character: Pick<RegExp, "test">): string {
  let start = text.length;
  while (start > 0) {
    const last = lastCharacter(text.slice(Math.max(0, start - 2), start));
    if (!character.test(last)) break;
    start -= last.length;
  }
  return text.slice(start);
}

/** The last code point of a text, "" of an empty one. */
export function lastCharacter(text: string): string {
  return /[\uD800-\uDBFF][\uDC00-\uDFFF]$/.exec(text.slice(-2))?.[0] ?? text.slice(-1);
}
