import { fieldOf, type TokenizerJson } from "./tokenizer-json.ts";

/** A tokenizer.json for the library in which no text can spell a special token.
 *
 *  The library finds the tokens of a post-processor, the unknown token and those of a text by their spelling in one
 *  table, so a text with "</s>" in it would get the end token. Here special tokens are spelled with two high
 *  surrogates in front, which no well-formed text has; what else the text's "</s>" is made of finds its own tokens.
 *
 *  @throws RangeError if the file asks for an unknown token or a token of the post-processor that it does not have, or
 *  for a kind of model that cannot encode every text. */
export function hideSpecialTokens(json: TokenizerJson): object {
  const { file, addedTokens } = json;
  const special = new Set(
    addedTokens.filter((token) => token.special).map(({ content }) => content),
  );
  const known = new Set(json.vocabulary.map(([token]) => token));
  for (const { content } of addedTokens) known.add(content);
  const rename = (token: string): string => (special.has(token) ? hide(token) : token);
  const respell = (token: unknown, name: string): string => {
    if (typeof token === "string" && known.has(token)) return rename(token);
    throw new RangeError(
      `readTokenizer: ${name} must be a token of the file, got ${String(token)}`,
    );
  };
  return {
    normalizer: null,
    pre_tokenizer: null,
    decoder: null,
    ...file,
    post_processor: respellPostProcessor(fieldOf(file, "post_processor"), respell),
    added_tokens: addedTokens.map((token) => {
      return token.special ? { ...token, content: hide(token.content), normalized: false } : token;
    }),
    model: respellModel(json, rename, respell),
  };
}

/** A text in which lone surrogates have become U+FFFD: no hidden token can be spelled in it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

function hide(token: string): string {
  return `\uD800\uD800${token}`;
}

type Rename = (token: string) => string;
type Respell = (token: unknown, name: string) => string;

function respellModel(
  { model, type, vocabulary }: TokenizerJson,
  rename: Rename,
  respell: Respell,
): object {
  const unknown = fieldOf(model, "unk_token");
  const record = () => Object.fromEntries(vocabulary.map(([token, id]) => [rename(token), id]));
  switch (type) {
    case "BPE": {
      const unk = unknown === undefined || unknown === null ? null : respell(unknown, "unk_token");
      const merges = respellMerges(fieldOf(model, "merges"), rename);
      return { ...model, type, unk_token: unk, vocab: record(), merges };
    }
    case "WordPiece":
      return { ...model, type, unk_token: respell(unknown, "unk_token"), vocab: record() };
    case "WordLevel":
      return { type, vocab: record(), unk_token: respell(unknown, "unk_token") };
    case "Unigram": {
      const id = fieldOf(model, "unk_id");
      if (typeof id !== "number" || vocabulary[id] === undefined) {
        throw new RangeError(`readTokenizer: model.unk_id must be a token's id, got ${String(id)}`);
      }
      if (fieldOf(model, "byte_fallback") === true) {
        throw new RangeError("readTokenizer: a Unigram model with byte_fallback cannot be run");
      }
      const scores = fieldOf(model, "vocab");
      const score = (i: number) => fieldOf(fieldOf(scores, String(i)), "1");
      return { ...model, type, vocab: vocabulary.map(([token], i) => [rename(token), score(i)]) };
    }
  }
}

/** Leaves the merges out that make a special token of pieces of text. */
function respellMerges(merges: unknown, rename: Rename): readonly unknown[] {
  if (!Array.isArray(merges)) throw new TypeError("readTokenizer: model.merges must be an array");
  return merges.filter((merge: unknown) => {
    const pair: readonly unknown[] = Array.isArray(merge) ? merge : String(merge).split(" ", 2);
    const made = pair.join("");
    return rename(made) === made;
  });
}

function respellPostProcessor(processor: unknown, respell: Respell): unknown {
  switch (fieldOf(processor, "type")) {
    case "TemplateProcessing":
      return {
        ...Object(processor),
        single: respellTemplate(fieldOf(processor, "single"), respell),
        pair: [],
      };
    case "BertProcessing":
    case "RobertaProcessing":
      return {
        ...Object(processor),
        cls: respellPair(fieldOf(processor, "cls"), respell),
        sep: respellPair(fieldOf(processor, "sep"), respell),
      };
    case "Sequence": {
      const processors = fieldOf(processor, "processors");
      if (!Array.isArray(processors)) return processor;
      return {
        ...Object(processor),
        processors: processors.map((part: unknown) => respellPostProcessor(part, respell)),
      };
    }
    default:
      return processor ?? null;
  }
}

function respellTemplate(template: unknown, respell: Respell): readonly unknown[] {
  if (!Array.isArray(template)) {
    throw new TypeError("readTokenizer: a template of the post-processor must be an array");
  }
  return template.map((part: unknown) => {
    const token = fieldOf(part, "SpecialToken");
    if (token === undefined) return part;
    const id = respell(fieldOf(token, "id"), "a token of the post-processor");
    return { SpecialToken: { ...Object(token), id } };
  });
}

function respellPair(pair: unknown, respell: Respell): readonly unknown[] {
  const [token, id]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  return [respell(token, "a token of the post-processor"), id];
}
