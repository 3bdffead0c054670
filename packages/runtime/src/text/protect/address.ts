import { withoutOverlaps } from "./overlap.ts";
import { type ProtectedSpan, spanOf } from "./span.ts";

const schemes =
  "https?|ftps?|sftp|ssh|file|git|svn|ldaps?|smb|nfs|wss?|chrome|resource|moz-extension|irc|data|jar";
const urlCharacter = '[^\\s<>"“”„«»‘’`|\\\\^\\uE000-\\uF8FF]';
const patterns = [
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:(?:${schemes}):\\/\\/${urlCharacter}*|[A-Za-z][A-Za-z0-9+.-]{1,20}:\\/\\/${urlCharacter}*` +
      `|mailto:${urlCharacter}*|about:[a-z]${urlCharacter}*|www\\d?\\.[A-Za-z0-9]${urlCharacter}+)`,
    "gu",
  ),
  // Domain names end in one of the most common top-level domains that are no word at a sentence's start.
  /(?<![\p{L}\p{N}_@.\-/\\])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}(?:com|org|net|edu|gov|mil|info|biz|io|dev|app|eu|de|ch|uk|fr|nl|jp|cn|br|au|se|dk|fi|cz|tv|example)(?![\p{L}\p{N}_@]|-(?!\p{Lu}\p{Ll})|\.[\p{L}\p{N}])(?::\d{1,5})?(?:\/[^\s<>"“”„«»‘’`|\\^\uE000-\uF8FF]*)?/gu,
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])/g,
];

/** Finds URLs, domain names such as `example.org`, and e-mail addresses.
 *
 *  Punctuation at the end, and a closing bracket whose opening one is outside, belong to the sentence. */
export function findAddresses(text: string): readonly ProtectedSpan[] {
  return withoutOverlaps(
    patterns.map((pattern) =>
      Array.from(text.matchAll(pattern), ({ index, 0: match }) =>
        spanOf("address", index, index + lengthWithoutTail(match)),
      ),
    ),
  );
}

/** The rest of a compound is no part of it: German writes "about:config-Seite" and "ftp://-Schema". */
const firstOfCompound = /^(?:about:[a-z]+|[A-Za-z][A-Za-z0-9+.-]*:\/\/|mailto:)(?=-\p{Lu})/u;

const openingOf = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

function lengthWithoutTail(address: string): number {
  const compound = firstOfCompound.exec(address)?.[0];
  if (compound !== undefined) return compound.length;
  const counts = new Map<string, number>();
  for (const [bracket] of address.matchAll(/[()[\]{}]/g)) {
    counts.set(bracket, (counts.get(bracket) ?? 0) + 1);
  }
  let length = address.length;
  for (; length > 0; length -= 1) {
    const last = address.charAt(length - 1);
    const opening = openingOf.get(last);
    if (opening !== undefined) {
      const closed = counts.get(last) ?? 0;
      if (closed <= (counts.get(opening) ?? 0)) break;
      counts.set(last, closed - 1);
    } else if (!/[.,;:!?'…*]/.test(last) || address === "mailto:") break;
  }
  return length;
}
