import type { ItemRule } from "./item-rule.ts";

const label = "[A-Za-z0-9-]{1,63}";
const url =
  "(?<![\\p{L}\\p{N}])(?:[a-z][a-z0-9+.-]{1,14}:\\/\\/|mailto:|www\\.)[^\\s<>\"'`\\\\|„“”»«]*";
const mail = `(?<![\\w.+-])[\\w.+-]{1,64}@${label}(?:\\.${label}){1,8}`;
const domain =
  `(?<![\\w.@/-])(?:${label}\\.){1,5}(?:com|org|net|info|io|edu|gov|eu)(?![\\w])` +
  "(?:\\/[^\\s<>\"'`\\\\|„“”»«]*)?";

/** URLs, e-mail addresses and domain names. */
export const addressRule: ItemRule = {
  kind: "address",
  pattern: `${url}|${mail}|${domain}`,
  holdsFormats: true,
  endOf: endWithoutPunctuation,
};

/** Leaves out punctuation that ends the sentence rather than the address, and brackets around it. */
function endWithoutPunctuation(text: string, start: number, end: number): number {
  const found = text.slice(start, end);
  const punctuation = new Set(".,;:!?…*");
  if (!found.includes("(")) punctuation.add(")");
  if (!found.includes("[")) punctuation.add("]");
  if (!found.includes("{")) punctuation.add("}");
  let last = found.length;
  while (last > 0 && punctuation.has(found[last - 1]) && !found.endsWith("://", last)) last--;
  return start + last;
}
