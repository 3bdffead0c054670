import { splitWords, trimEnd } from "./whitespace.ts";

/** Splits a line into words and punctuation as WMT's scoring script mteval-v13a does.
 *
 *  In this order: `<skipped>` and line-end hyphens go, four XML entities are decoded once, ASCII
 *  symbols except ' , - . become words, then full stop and comma unless between digits, then a
 *  hyphen after a digit. Other scripts are split at white space only.
 *  NIST, mteval-v13a.pl; defined through sacreBLEU: Post 2018, https://arxiv.org/abs/1804.08771. */
export function tokenize13a(line: string): string[] {
  const text = ` ${decodeEntities(removeMarkup(trimEnd(line)))} `;
  return splitWords(
    text
      .replace(/[ -&(-+/:-@[-`{-~]/gu, " $& ")
      .replace(/([^0-9])([.,])/gu, "$1 $2 ")
      .replace(/([.,])([^0-9])/gu, " $1 $2")
      .replace(/([0-9])(-)/gu, "$1 $2 "),
  );
}

function removeMarkup(line: string): string {
  return line.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ");
}

/** Decodes in a fixed order, so `&amp;lt;` becomes `<`. */
function decodeEntities(line: string): string {
  return line
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}
