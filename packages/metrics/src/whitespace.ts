// What Unicode calls white space or a bidirectional separator. JavaScript's \s differs: it has the
// byte order mark (U+FEFF) and lacks U+001C … U+001F and U+0085.
const whitespace =
  "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const anywhere = new RegExp(whitespace, "u");
const everywhere = new RegExp(whitespace, "gu");

/** The words of a line: maximal runs without white space. */
export function splitWords(line: string): string[] {
  return line.split(anywhere).filter((word) => word !== "");
}

/** The line without any white space. */
export function removeWhitespace(line: string): string {
  return line.replace(everywhere, "");
}

/** The line without white space at its end. */
export function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && anywhere.test(line[end - 1])) end--;
  return line.slice(0, end);
}
