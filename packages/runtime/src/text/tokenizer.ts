import { createLibraryTokenizer } from "./library-tokenizer.ts";
import { type SlottedTokenizer, slottedTokenizer } from "./slotted-tokenizer.ts";
import { hideSpecialTokens, wellFormed } from "./special-tokens.ts";
import { readTokenizerJson } from "./tokenizer-json.ts";

/** Text to token ids and back, as a tokenizer.json describes it. */
export interface TextTokenizer {
  /** Largest token id + 1. */
  readonly vocabularySize: number;
  /** Token ids of a text, with what the file's post-processor adds (an end token, say). The spelling of a
   *  special token in the text ("</s>") is text.
   *  @param slots  characters that stand for a token each, such as those of a masked text; what stands behind one is
   *    encoded as the rest of a text, without the space that begins one */
  encode(text: string, slots?: ReadonlyMap<string, number>): number[];
  /** Text of token ids; special tokens, and ids that no token has, give nothing. Bytes that are no UTF-8 give U+FFFD.
   *  @param slots  tokens that are written as a character each, in the vocabulary or not
   *  @throws RangeError for another id outside the vocabulary. */
  decode(ids: readonly number[], slots?: ReadonlyMap<number, string>): string;
  /** The id of a token's spelling, undefined if there is none. */
  idOf(token: string): number | undefined;
  /** How the vocabulary spells an id, a byte as its character, a special token by name; undefined if no token has it. */
  spellingOf(id: number): string | undefined;
}

/** Reads a standard tokenizer.json: BPE (byte-level or not), Unigram, WordPiece or WordLevel.
 *
 *  @param json  the file's text, or the parsed object.
 *  @throws TypeError if it is no tokenizer.json, RangeError if a part of it is wrong or cannot be run. */
export function readTokenizer(json: string | object): TextTokenizer {
  const read = readTokenizerJson(json);
  const { vocabulary, addedTokens } = read;
  const file = hideSpecialTokens(read);
  const library = createLibraryTokenizer(file);
  let withSlots: SlottedTokenizer | undefined;
  const slotted = (): SlottedTokenizer => {
    withSlots ??= slottedTokenizer(library, file);
    return withSlots;
  };
  const special = new Map<string, number>();
  for (const token of addedTokens) if (token.special) special.set(token.content, token.id);
  const specialIds = new Set(special.values());
  const spellings = new Map(vocabulary.map(([token, id]) => [id, token]));
  for (const { id, content } of addedTokens) spellings.set(id, content);
  let vocabularySize = 0;
  for (const id of spellings.keys()) vocabularySize = Math.max(vocabularySize, id + 1);

  const isText = (id: number): boolean => {
    if (!(Number.isInteger(id) && id >= 0 && id < vocabularySize)) {
      throw new RangeError(`decode: id (${id}) must be a token id below ${vocabularySize}`);
    }
    return spellings.has(id) && !specialIds.has(id);
  };
  return {
    vocabularySize,
    encode: (text, slots) => {
      if (text === "") return [];
      return slots === undefined || slots.size === 0
        ? library.encode(wellFormed(text)).ids
        : slotted().encode(wellFormed(text), slots);
    },
    decode: (tokens, slots) => {
      const kept = tokens.filter((id) => slots?.has(id) === true || isText(id));
      if (slots !== undefined && slots.size > 0) return slotted().decode(kept, slots);
      return kept.length === 0 ? "" : library.decode(kept, { clean_up_tokenization_spaces: false });
    },
    idOf: (token) => special.get(token) ?? library.token_to_id(token),
    spellingOf: (id) => spellings.get(id),
  };
}
