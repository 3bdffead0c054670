import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { readTokenizer } from "../../src/text/index.ts";
import { tinyTokenizer } from "../tiny-tokenizer.ts";

const special = (content: string, id: number) => ({ id, content, special: true, normalized: true });
const vocabularyOf = (...tokens: string[]) =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));
const appendEnd = {
  type: "TemplateProcessing",
  single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "</s>", type_id: 0 } }],
};
const added = [special("<pad>", 0), special("</s>", 1), special("<unk>", 2)];
const metaspace = { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: false };

const unigram = {
  added_tokens: added,
  pre_tokenizer: metaspace,
  decoder: metaspace,
  model: {
    type: "Unigram",
    unk_id: 2,
    vocab: ["<pad>", "</s>", "<unk>", "▁", "▁hi", "<", "/", "s", ">"].map((token) => [token, -1]),
  },
};
const wordLevel = {
  added_tokens: added,
  pre_tokenizer: { type: "WhitespaceSplit" },
  model: {
    type: "WordLevel",
    unk_token: "<unk>",
    vocab: vocabularyOf("<pad>", "</s>", "<unk>", "hi", "there"),
  },
};
const wordPiece = {
  added_tokens: added,
  pre_tokenizer: { type: "WhitespaceSplit" },
  decoder: { type: "WordPiece", prefix: "##", cleanup: false },
  model: {
    type: "WordPiece",
    unk_token: "<unk>",
    continuing_subword_prefix: "##",
    vocab: vocabularyOf("<pad>", "</s>", "<unk>", "hi", "##</s>", "<", "##/", "##s", "##>"),
  },
};
const bpe = {
  added_tokens: added,
  pre_tokenizer: { type: "WhitespaceSplit" },
  model: {
    type: "BPE",
    unk_token: "<unk>",
    ignore_merges: true,
    vocab: vocabularyOf("<pad>", "</s>", "<unk>", "hi", "h", "i", "<", "/", "s", ">", "</", "s>"),
    merges: ["h i", "< /", "s >", "</ s>"],
  },
};
const files = { unigram, wordLevel, wordPiece, bpe };

describe("a special token spelled in a text is text", () => {
  test.each([
    ["Unigram", unigram, "hi</s>", [4, 5, 6, 7, 8]],
    ["Unigram", unigram, "<pad>", [3, 5, 2, 8]],
    ["WordLevel", wordLevel, "hi </s> <unk> there", [3, 2, 2, 4]],
    ["WordPiece", wordPiece, "hi </s>", [3, 5, 6, 7, 8]],
    ["WordPiece", wordPiece, "hi</s>", [3, 4]],
    ["WordPiece", wordPiece, "<pad>", [2]],
    ["BPE with ignore_merges", bpe, "hi </s>", [3, 10, 11]],
    ["BPE with ignore_merges", bpe, "<pad>", [6, 2, 2, 2, 9]],
  ])("%s", (_, file, text, ids) => {
    expect(readTokenizer(file).encode(text)).toEqual(ids);
    const ending = readTokenizer({ ...file, post_processor: appendEnd });
    expect(ending.encode(text)).toEqual([...ids, 1]);
  });

  const parts = fc.constantFrom("</s>", "<pad>", "<unk>", "hi", " ", "x", "🐀", "\uD800", "\uDC00");
  test.prop([fc.array(parts, { minLength: 1 })])(
    "in any surroundings, and every id is one",
    (all) => {
      const text = all.join("");
      for (const file of Object.values(files)) {
        const tokenizer = readTokenizer(file);
        const ids = tokenizer.encode(text);
        expect(ids).not.toContain(0);
        expect(ids).not.toContain(1);
        for (const id of ids) expect(id).toBeLessThan(tokenizer.vocabularySize);
      }
    },
  );

  test("in unknown text that is put together again", () => {
    const vocab = ["<pad>", "</s>", "<unk>", "▁"].map((token) => [token, -1]);
    const bare = readTokenizer({ ...unigram, model: { ...unigram.model, vocab } });
    expect(bare.encode("</s>")).toEqual([3, 2]);
  });

  test.each(Object.entries(files))(
    "%s: the post-processor, idOf and decode know them",
    (_, file) => {
      const tokenizer = readTokenizer(file);
      expect(tokenizer.idOf("</s>")).toBe(1);
      expect(tokenizer.idOf("none")).toBeUndefined();
      expect(tokenizer.decode([0, 1, 2])).toBe("");
      expect(tokenizer.decode([0, ...tokenizer.encode("hi"), 1])).toBe("hi");
      const processing = { type: "BertProcessing", cls: ["<pad>", 0], sep: ["</s>", 1] };
      const sequence = { type: "Sequence", processors: [{ type: "ByteLevel" }, processing] };
      for (const post_processor of [processing, sequence]) {
        const framed = readTokenizer({ ...file, post_processor });
        expect(framed.encode("hi")).toEqual([0, ...tokenizer.encode("hi"), 1]);
      }
    },
  );
});

describe("readTokenizer refuses", () => {
  const withModel = (file: { readonly model: object }, change: object) => ({
    ...file,
    model: { ...file.model, ...change },
  });
  test.each([
    ["no type", { model: { vocab: { a: 0 } } }, "type"],
    [
      "WordLevel without unknown token",
      withModel(wordLevel, { unk_token: undefined }),
      "unk_token",
    ],
    [
      "WordPiece whose unknown token is none",
      withModel(wordPiece, { unk_token: "no" }),
      "unk_token",
    ],
    ["BPE whose unknown token is none", withModel(bpe, { unk_token: "no" }), "unk_token"],
    ["Unigram without unknown token", withModel(unigram, { unk_id: null }), "unk_id"],
    ["Unigram whose unknown token is none", withModel(unigram, { unk_id: 9 }), "unk_id"],
    ["Unigram with bytes", withModel(unigram, { byte_fallback: true }), "byte_fallback"],
    [
      "a post-processor with a token of its own",
      {
        ...bpe,
        added_tokens: [],
        post_processor: { ...appendEnd, single: [{ SpecialToken: { id: "no" } }] },
      },
      "post-processor",
    ],
    ["a huge id", withModel(bpe, { vocab: { a: 4294967294 } }), "4294967294"],
    ["a huge added id", { ...bpe, added_tokens: [special("<x>", 2 ** 22)] }, "4194304"],
  ])("%s", (_, file, message) => {
    expect(() => readTokenizer(file)).toThrow(RangeError);
    expect(() => readTokenizer(file)).toThrow(message);
  });

  test.each([
    ["ids that are none", withModel(bpe, { vocab: { a: "0" } })],
    ["no vocabulary", { model: { type: "BPE", merges: [] } }],
    ["no merges", withModel(bpe, { merges: undefined })],
    ["tokens without scores", withModel(unigram, { vocab: ["a"] })],
  ])("%s as no tokenizer.json", (_, file) => {
    expect(() => readTokenizer(file)).toThrow(TypeError);
  });
});

test("the largest id that is allowed is read at once, and ids without a token give no text", () => {
  const file = tinyTokenizer();
  const largest = { ...file, added_tokens: [special("<last>", 2 ** 22 - 1)] };
  const tokenizer = readTokenizer(largest);
  expect(tokenizer.vocabularySize).toBe(2 ** 22);
  expect(tokenizer.decode([2 ** 21])).toBe("");
});

test("old files do not name their model's type", () => {
  const { type: _bpe, ...oldBpe } = bpe.model;
  const { type: _unigram, ...oldUnigram } = unigram.model;
  expect(readTokenizer({ ...bpe, model: oldBpe }).encode("hi")).toEqual([3]);
  expect(readTokenizer({ ...unigram, model: oldUnigram }).encode("hi")).toEqual([4]);
});
