import { slotTokenNames } from "@bnnkit/runtime/text";
import { byteCharacters } from "./byte-characters.ts";
import type { BytePairs } from "./byte-pair-encoding.ts";

/** The special tokens and their ids; those that stand for protected spans follow, then the bytes, so that no text needs
 *  an unknown token. */
export const specialTokens = { padding: "<pad>", begin: "<s>", end: "</s>" } as const;

const reserved: readonly string[] = [...Object.values(specialTokens), ...slotTokenNames];

/** Tokens that a vocabulary holds before the first merge: the special ones, those for protected spans and the bytes. */
export const baseVocabularySize: number = reserved.length + 256;

/** The text of a standard tokenizer.json.
 *
 *  A space is put before every text and taken off again after decoding, so that a word is the same token at the start of a
 *  sentence as inside it, and decode(encode(text)) = text for all well-formed Unicode. A digit is a token of its own.
 *  Encoding appends `</s>`.
 *  @param pairs  see `trainBytePairs` */
export function formatTokenizerFile({ tokens: learnt, merges }: BytePairs): string {
  const tokens = [...byteCharacters, ...learnt.map(spellBytes)];
  const ends = [
    { Sequence: { id: "A", type_id: 0 } },
    { SpecialToken: { id: specialTokens.end, type_id: 0 } },
  ];
  const endId = reserved.indexOf(specialTokens.end);
  const file = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: reserved.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: "Prepend", prepend: " " },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Digits", individual_digits: true },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: true },
      ],
    },
    post_processor: {
      type: "TemplateProcessing",
      single: ends,
      pair: ends,
      special_tokens: {
        [specialTokens.end]: { id: specialTokens.end, ids: [endId], tokens: [specialTokens.end] },
      },
    },
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: true },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries([...reserved, ...tokens].map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${tokens[left]} ${tokens[right]}`),
    },
  };
  return `${JSON.stringify(file)}\n`;
}

/** The characters that stand for the bytes of a token of {@link BytePairs}. */
export function spellBytes(bytes: string): string {
  return Array.from(bytes, (byte) => byteCharacters[byte.charCodeAt(0)]).join("");
}
