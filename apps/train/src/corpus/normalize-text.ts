const invisible = /[\u00ad\u200b\u2060\ufeff]/gu;

/** Composed Unicode (NFC), without soft hyphens, zero-width spaces and byte order marks, white space runs as one space, trimmed.
 *  Line ends and tabs become spaces, so the result always fits in one column of a tab-separated line. */
export function normalizeText(text: string): string {
  return text.normalize("NFC").replace(invisible, "").replace(/\s+/gu, " ").trim();
}

/** What decides whether two sentences are the same one: normalized and lower-cased. */
export function sentenceKey(text: string): string {
  return normalizeText(text).toLowerCase();
}
