import { createLibraryTokenizer } from "./library-tokenizer.ts";
import { type SlottedTokenizer, slottedTokenizer } from "./slotted-tokenizer.ts";

/** Text to token ids and back, as a tokenizer.json describes it. */
export interface TextTokenizer {
  /** Largest token id + 1. */
  readonly vocabularySize: number;
  /** Token ids of a text, with what the file's post-processor adds (an end token, say). The spelling of a
   *  special token in the text ("</s>") is text.
   *  @param slots  characters that stand for a token each, such as those of a masked text; what stands behind one is
   *    encoded as the rest of a text, without the space that begins one */
  encode(text: string, slots?: ReadonlyMap<string, number>): number[];
  /** Text of token ids; special tokens give nothing. Bytes that are no UTF-8 give U+FFFD.
   *  @param slots  tokens that are written as a character each
   *  @throws RangeError for an id outside the vocabulary. */
  decode(ids: readonly number[], slots?: ReadonlyMap<number, string>): string;
  /** The id of a token's spelling, undefined if there is none. */
  idOf(token: string): number | undefined;
}

/** Reads a standard tokenizer.json (byte-level BPE and whatever else `@huggingface/tokenizers` knows).
 *
 *  @param json  the file's text, or the parsed object.
 *  @throws TypeError if it is no tokenizer.json, RangeError if a part of it is wrong. */
export function readTokenizer(json: string | object): TextTokenizer {
  const file = typeof json === "string" ? parse(json) : json;
  const model = field(file, "model");
  if (typeof model !== "object" || model === null) {
    throw new TypeError("readTokenizer: json must be a tokenizer.json with a model, got none");
  }
  const addedTokens = readAddedTokens(field(file, "added_tokens"));
  const special = addedTokens.filter((token) => token.special);
  const parts = {
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    ...file,
    // Special tokens stay in the vocabulary but out of the splitter, so that "</s>" in a text is text.
    added_tokens: addedTokens.filter((token) => !token.special),
    model: withTokens(model, special),
  };
  const library = createLibraryTokenizer(parts);
  let withSlots: SlottedTokenizer | undefined;
  const slotted = (): SlottedTokenizer => {
    withSlots ??= slottedTokenizer(library, parts);
    return withSlots;
  };
  const specialIds = new Set(special.map((token) => token.id));
  let vocabularySize = 0;
  for (const id of library.get_vocab().values()) vocabularySize = Math.max(vocabularySize, id + 1);

  const checkId = (id: number): boolean => {
    if (!(Number.isInteger(id) && id >= 0 && id < vocabularySize)) {
      throw new RangeError(`decode: id (${id}) must be a token id below ${vocabularySize}`);
    }
    return !specialIds.has(id);
  };
  return {
    vocabularySize,
    encode: (text, slots) => {
      if (text === "") return [];
      return slots === undefined || slots.size === 0
        ? library.encode(text).ids
        : slotted().encode(text, slots);
    },
    decode: (ids, slots) => {
      const kept = ids.filter((id) => checkId(id) || slots?.has(id) === true);
      if (slots !== undefined && slots.size > 0) return slotted().decode(kept, slots);
      return kept.length === 0 ? "" : library.decode(kept, { clean_up_tokenization_spaces: false });
    },
    idOf: (token) => library.token_to_id(token),
  };
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

function readAddedTokens(value: unknown): readonly AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError("readTokenizer: added_tokens must be an array");
  return value.map((token: unknown, index) => {
    const id = field(token, "id");
    const content = field(token, "content");
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || typeof content !== "string") {
      throw new TypeError(`readTokenizer: added_tokens[${index}] must have an id and a content`);
    }
    return { ...Object(token), id, content, special: field(token, "special") === true };
  });
}

function withTokens(model: object, tokens: readonly AddedToken[]): object {
  const vocabulary = field(model, "vocab");
  if (typeof vocabulary !== "object" || vocabulary === null || Array.isArray(vocabulary)) {
    return model;
  }
  const added = Object.fromEntries(tokens.map((token) => [token.content, token.id]));
  return { ...model, vocab: { ...vocabulary, ...added } };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function parse(json: string): object {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TypeError("readTokenizer: json must be JSON text", { cause });
  }
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`readTokenizer: json must hold an object, got ${typeof value}`);
  }
  return value;
}
