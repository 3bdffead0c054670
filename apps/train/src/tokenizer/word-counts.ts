/** The split of the ByteLevel pre-tokenizer: contractions, letters, digits and other characters, each with the
 *  space before it, then white space. Radford et al. 2019, §2.2. */
const wordPattern = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** What stands alone: digits, and the slots of protected spans. */
const alone = /[\d\uE000-\uF8FF]/;

/** How often each pre-token occurs in the texts, every text read with a space before it; digits and the slots of masked
 *  texts, which are tokens of their own, are left out.
 *  Merges never cross a pre-token, so these counts are all that a BPE trainer needs. */
export function countWords(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const part of ` ${text}`.split(alone)) {
      for (const word of part.match(wordPattern) ?? []) {
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return counts;
}
