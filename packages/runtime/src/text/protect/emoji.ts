import { withoutOverlaps } from "./overlap.ts";
import { type ProtectedSpan, spansOfMatches } from "./span.ts";

// Unicode counts the signs of copyright and trade mark, double punctuation and some arrows among the pictographs; they
// are characters of a text unless a variation selector follows.
const picture =
  "(?:(?![\\u00A9\\u00AE\\u2122\\u203C\\u2049\\u2139\\u2190-\\u21FF](?!\\uFE0F))\\p{Extended_Pictographic}|[\\u2600-\\u27BF])";
const modifiers = "[\\uFE0E\\uFE0F\\p{Emoji_Modifier}\\p{M}\\u{E0020}-\\u{E007F}]*";

/** One character as a reader sees it: a flag, a keycap, a pictograph, several joined by U+200D. */
const pictograph = new RegExp(
  `\\p{Regional_Indicator}{1,2}|[0-9#*]\\uFE0F?\\u20E3|${picture}${modifiers}(?:\\u200D${picture}${modifiers})*`,
  "gu",
);

/** Faces of punctuation; they stand alone or behind the end of a sentence. */
const emoticon =
  /(?<=^|[\s.!?(])(?:[:;=]['’]?-?[)(DPp](?![\p{L}\p{N}])|[:;=]-[oO|\\/*\]["<>](?![\p{L}\p{N}])|<3(?!\d|[.,]\d|>)|\^_\^|[xX]D(?![\p{L}\p{N}]))(?![)\]}]?[\p{L}\p{N}])/gu;

/** Finds emoji, each a character as a reader sees it, and emoticons such as `:-)`. */
export function findEmoji(text: string): readonly ProtectedSpan[] {
  return withoutOverlaps([
    spansOfMatches("emoji", text, pictograph),
    spansOfMatches("emoji", text, emoticon),
  ]);
}
