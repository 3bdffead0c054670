import { sniffContent } from "@bnnkit/model";

/** Token ids must be below 2^22: the largest vocabularies have 2^18 tokens, and tables are as long as the largest id. */
export const tokenIdBound: number = 2 ** 22;

/** The kinds of models that a tokenizer.json may have. */
export type ModelType = "BPE" | "Unigram" | "WordPiece" | "WordLevel";

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

/** A tokenizer.json whose tokens are checked. */
export interface TokenizerJson {
  readonly file: object;
  readonly model: object;
  readonly type: ModelType;
  /** The model's own tokens and their ids. */
  readonly vocabulary: readonly (readonly [string, number])[];
  readonly addedTokens: readonly AddedToken[];
}

/** Reads a tokenizer.json as far as its tokens go.
 *
 *  @throws TypeError if it is no tokenizer.json, RangeError for an unknown type of model and for ids that are too large. */
export function readTokenizerJson(json: string | object): TokenizerJson {
  const file = typeof json === "string" ? parse(json) : json;
  const model = fieldOf(file, "model");
  if (typeof model !== "object" || model === null) {
    throw new TypeError("readTokenizer: json must be a tokenizer.json with a model, got none");
  }
  return {
    file,
    model,
    type: typeOf(model),
    vocabulary: readVocabulary(fieldOf(model, "vocab")),
    addedTokens: readAddedTokens(fieldOf(file, "added_tokens")),
  };
}

/** A field of an object; undefined of everything else. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Old files do not say the type of their model: only BPE has merges, only Unigram lists its tokens with scores. */
function typeOf(model: object): ModelType {
  const type = fieldOf(model, "type");
  switch (type) {
    case "BPE":
    case "Unigram":
    case "WordPiece":
    case "WordLevel":
      return type;
    default:
      if (type === undefined && Array.isArray(fieldOf(model, "merges"))) return "BPE";
      if (type === undefined && Array.isArray(fieldOf(model, "vocab"))) return "Unigram";
      throw new RangeError(
        `readTokenizer: the model's type must be BPE, Unigram, WordPiece or WordLevel, got ${String(type)}`,
      );
  }
}

function readVocabulary(vocabulary: unknown): readonly (readonly [string, number])[] {
  if (typeof vocabulary !== "object" || vocabulary === null) {
    throw new TypeError(`readTokenizer: model.vocab must be an object or array, got ${vocabulary}`);
  }
  if (!Array.isArray(vocabulary)) {
    return Object.entries(vocabulary).map(([token, id]: [string, unknown]) => {
      return [token, checkId(id, `model.vocab[${JSON.stringify(token)}]`)];
    });
  }
  return vocabulary.map((entry: unknown, id) => {
    const [token, score]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof token !== "string" || typeof score !== "number") {
      throw new TypeError(`readTokenizer: model.vocab[${id}] must be a token and its score`);
    }
    return [token, checkId(id, `model.vocab[${id}]`)];
  });
}

function readAddedTokens(value: unknown): readonly AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError("readTokenizer: added_tokens must be an array");
  return value.map((token: unknown, index) => {
    const content = fieldOf(token, "content");
    if (typeof content !== "string" || content === "") {
      throw new TypeError(`readTokenizer: added_tokens[${index}] must have an id and a content`);
    }
    const id = checkId(fieldOf(token, "id"), `added_tokens[${index}].id`);
    return { ...Object(token), id, content, special: fieldOf(token, "special") === true };
  });
}

function checkId(id: unknown, name: string): number {
  if (typeof id !== "number" || !Number.isInteger(id) || id < 0) {
    throw new TypeError(`readTokenizer: ${name} must be a token id, got ${String(id)}`);
  }
  if (id >= tokenIdBound) {
    throw new RangeError(`readTokenizer: ${name} must be below ${tokenIdBound}, got ${id}`);
  }
  return id;
}

function parse(json: string): object {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    const content = sniffContent(new TextEncoder().encode(json.slice(0, 512)));
    const got = content === undefined || content === "JSON text" ? "" : `, got ${content}`;
    throw new TypeError(`readTokenizer: json must be JSON text${got}`, { cause });
  }
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`readTokenizer: json must hold an object, got ${typeof value}`);
  }
  return value;
}
