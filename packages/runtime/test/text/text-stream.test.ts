import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createTextStream, finishText, readTokenizer } from "../../src/text/index.ts";
import { tinyTokenizer } from "../tiny-tokenizer.ts";

const tokenizer = readTokenizer(tinyTokenizer(undefined, false));
const deltas = (ids: readonly number[]): string[] => {
  const stream = createTextStream(tokenizer);
  return [...ids.map((id) => stream.push(id)), stream.end()];
};

describe("createTextStream", () => {
  test("a character of four bytes appears when its last byte is there", () => {
    expect(deltas(tokenizer.encode("a😀b"))).toEqual(["a", "", "", "", "😀", "b", ""]);
  });

  test("outer white space never appears, inner white space appears with the next character", () => {
    expect(deltas(tokenizer.encode(" a b "))).toEqual(["", "a", "", " b", "", ""]);
  });

  test("a character that is never completed is U+FFFD at the end", () => {
    expect(deltas(tokenizer.encode("é").slice(0, 1))).toEqual(["", "\uFFFD"]);
  });

  test.prop([
    fc.array(fc.integer({ min: 0, max: tokenizer.vocabularySize - 1 }), { maxLength: 40 }),
  ])("deltas of any tokens are well-formed and join to the finished text", (ids) => {
    const parts = deltas(ids);
    expect(parts.join("")).toBe(finishText(tokenizer.decode(ids)));
    for (const part of parts) expect(part).not.toMatch(/[\uD800-\uDFFF]/u);
  });
});

test("finishText keeps a translation on one line", () => {
  expect(finishText(" a\nb\r\u2028c \n")).toBe("a b  c");
  expect(finishText("a b\u0085")).toBe("a b");
});
