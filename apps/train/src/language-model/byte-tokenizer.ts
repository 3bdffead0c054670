import { byteCharacters } from "../tokenizer/byte-characters.ts";
import { type BytePairs, trainBytePairs } from "../tokenizer/byte-pair-encoding.ts";
import { spellBytes } from "../tokenizer/tokenizer-file.ts";
import { countWords } from "../tokenizer/word-counts.ts";

/** Stands between texts, and has the id 0; byte b has the id b + 1, and merged tokens follow. */
export const endOfText = "<|endoftext|>";

/** Tokens of a vocabulary without merges. */
export const byteVocabularySize: number = 1 + byteCharacters.length;

/** The text of a tokenizer.json of bytes and the pairs of them that are most frequent in texts: no text that it does not know.
 *  @param vocabularySize  tokens in all, ≥ {@link byteVocabularySize}; fewer where the texts give no more pairs */
export function trainByteTokenizer(texts: readonly string[], vocabularySize: number): string {
  const tokens = vocabularySize - byteVocabularySize;
  return byteTokenizerFile(
    tokens === 0 ? { tokens: [], merges: [] } : trainBytePairs(countWords(texts), { tokens }),
  );
}

function byteTokenizerFile({ tokens: merged, merges }: BytePairs): string {
  const parts = [...byteCharacters, ...merged.map(spellBytes)];
  const special = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [{ id: 0, content: endOfText, ...special, special: true }],
    normalizer: null,
    pre_tokenizer: {
      type: "ByteLevel",
      ...{ add_prefix_space: false, trim_offsets: false, use_regex: merges.length > 0 },
    },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      vocab: Object.fromEntries([endOfText, ...parts].map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${parts[left]} ${parts[right]}`),
    },
  });
}
