import { Tokenizer } from "@huggingface/tokenizers";

/** Text to token ids and back, as a tokenizer.json describes it. */
export interface TextTokenizer {
  /** Largest token id + 1. */
  readonly vocabularySize: number;
  /** Token ids of a text, with what the file's post-processor adds (an end token, say). The spelling of a
   *  special token in the text ("</s>") is text. */
  encode(text: string): number[];
  /** Text of token ids; special tokens give nothing. Bytes that are no UTF-8 give U+FFFD.
   *  @throws RangeError for an id outside the vocabulary. */
  decode(ids: readonly number[]): string;
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
  const library = createLibraryTokenizer({
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    ...file,
    // Special tokens stay in the vocabulary but out of the splitter, so that "</s>" in a text is text.
    added_tokens: addedTokens.filter((token) => !token.special),
    model: withTokens(model, special),
  });
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
    encode: (text) => (text === "" ? [] : library.encode(text).ids),
    decode: (ids) => {
      const kept = ids.filter(checkId);
      return kept.length === 0 ? "" : library.decode(kept, { clean_up_tokenization_spaces: false });
    },
    idOf: (token) => library.token_to_id(token),
  };
}

/** The part of the library's `Tokenizer` in use (its published types do not resolve under "nodenext"). */
interface LibraryTokenizer {
  encode(text: string): { readonly ids: number[] };
  decode(ids: number[], options: { clean_up_tokenization_spaces: boolean }): string;
  get_vocab(): Map<string, number>;
  token_to_id(token: string): number | undefined;
}

function createLibraryTokenizer(file: object): LibraryTokenizer {
  try {
    return new Tokenizer(file, {});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`readTokenizer: json must be a tokenizer.json, but ${reason}`, { cause });
  }
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
