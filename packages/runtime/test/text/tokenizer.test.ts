import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { readTokenizer } from "../../src/text/index.ts";
import { tinyTokenizer } from "../tiny-tokenizer.ts";

const tokenizer = readTokenizer(tinyTokenizer());

describe("readTokenizer", () => {
  test("merges bytes and appends what the post-processor says", () => {
    expect(tokenizer.vocabularySize).toBe(3 + 256 + 7);
    expect(tokenizer.encode("hello hello")).toEqual([3 + 256 + 3, 3 + 256 + 4, 2]);
    expect(readTokenizer(tinyTokenizer([], false)).encode("a")).toEqual([3 + "a".charCodeAt(0)]);
    expect(tokenizer.idOf("</s>")).toBe(2);
    expect(tokenizer.idOf("none")).toBeUndefined();
    for (const token of ["</s>", "a"]) {
      expect(tokenizer.spellingOf(tokenizer.idOf(token) ?? -1)).toBe(token);
    }
    expect(tokenizer.spellingOf(tokenizer.vocabularySize)).toBeUndefined();
  });

  test("JSON text gives the same tokenizer", () => {
    const read = readTokenizer(JSON.stringify(tinyTokenizer()));
    expect(read.encode("hello there")).toEqual(tokenizer.encode("hello there"));
  });

  test("empty text has no tokens and no tokens are the empty text", () => {
    expect(tokenizer.encode("")).toEqual([]);
    expect(tokenizer.decode([])).toBe("");
    expect(tokenizer.decode([0, 1, 2])).toBe("");
  });

  test("a special token spelled in the text is text", () => {
    const ids = tokenizer.encode("a</s>b<pad>");
    expect(ids.slice(0, -1)).not.toContain(2);
    expect(ids).not.toContain(0);
    expect(tokenizer.decode(ids)).toBe("a</s>b<pad>");
  });

  test.prop([fc.string({ unit: "binary" })])(
    "decode(encode(text)) = text for well-formed text",
    (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    },
  );

  test("a lone surrogate becomes U+FFFD", () => {
    expect(tokenizer.decode(tokenizer.encode("a\uD800b"))).toBe("a\uFFFDb");
  });

  test("special tokens that only added_tokens lists are in the vocabulary", () => {
    const file = tinyTokenizer();
    const withoutSpecial = structuredClone(file) as { model: { vocab: Record<string, number> } };
    for (const token of ["<pad>", "<s>", "</s>"]) delete withoutSpecial.model.vocab[token];
    expect(readTokenizer(withoutSpecial).encode("hello")).toEqual(tokenizer.encode("hello"));
  });

  test.each([
    ["{", TypeError, "JSON text"],
    ["3", TypeError, "object"],
    ["{}", TypeError, "model"],
    [{ model: { type: "Nonsense" } }, RangeError, "Nonsense"],
    [{ ...tinyTokenizer(), added_tokens: [{}] }, TypeError, "added_tokens[0]"],
    [{ ...tinyTokenizer(), added_tokens: "x" }, TypeError, "added_tokens"],
  ])("refuses %j", (json, kind, message) => {
    expect(() => readTokenizer(json)).toThrow(kind);
    expect(() => readTokenizer(json)).toThrow(message);
  });

  test.each([-1, 1.5, 266, Number.NaN])("decode refuses id %d", (id) => {
    expect(() => tokenizer.decode([id])).toThrow(RangeError);
  });
});
