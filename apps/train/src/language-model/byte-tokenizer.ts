import { byteCharacters } from "../tokenizer/byte-characters.ts";

/** Stands between texts, and has the id 0; byte b has the id b + 1. */
export const endOfText = "<|endoftext|>";

/** Tokens of {@link byteTokenizerFile}. */
export const byteVocabularySize: number = 1 + byteCharacters.length;

/** The text of a tokenizer.json of bytes: nothing to train, and no text that it does not know. */
export function byteTokenizerFile(): string {
  const tokens = [endOfText, ...byteCharacters];
  const special = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [{ id: 0, content: endOfText, ...special, special: true }],
    normalizer: null,
    pre_tokenizer: {
      type: "ByteLevel",
      ...{ add_prefix_space: false, trim_offsets: false, use_regex: false },
    },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: [],
    },
  });
}

/** The ids of a text's bytes. */
export function byteIds(bytes: Uint8Array): Int32Array {
  return Int32Array.from(bytes, (byte) => byte + 1);
}
