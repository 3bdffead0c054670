import { describe, expect, test } from "vitest";
import { CodedTextBuilder, decodeText, writtenLength } from "../src/inline-codes.ts";
import { wrapWords } from "../src/wrap-words.ts";

const range = (start: number, end: number) => ({ start, end });

function example() {
  const builder = new CodedTextBuilder();
  builder.addText("Click ");
  const link = builder.open("a", range(6, 20));
  builder.addText("here");
  builder.close(link, range(24, 28));
  builder.addAlone("$t(x)");
  return builder.build();
}

describe("coded text", () => {
  test("has short tags, which become what they stand for", () => {
    const coded = example();
    expect(coded.text).toBe("Click <a1>here</a1><x2/>");
    expect(
      decodeText(coded, "<x2/> & <a1>hier</a1> klicken", (words) => words.replace("&", "&amp;")),
    ).toEqual(["", "$t(x)", " &amp; ", range(6, 20), "hier", range(24, 28), " klicken"]);
    expect(writtenLength(coded, "<a1>hier</a1><x2/>")).toBe(14 + 4 + 4 + 5);
  });

  test.each([
    ["one is missing", "<a1>hier</a1>"],
    ["one is there twice", "<a1>hier</a1><x2/><x2/>"],
    ["they are not nested", "</a1>hier<a1><x2/>"],
  ])("is not written if %s", (_, translation) => {
    expect(decodeText(example(), translation, (words) => words)).toBeUndefined();
  });

  test("words that look like a tag are none", () => {
    const builder = new CodedTextBuilder();
    builder.addText("<a1> and <b7> ");
    builder.addAlone(range(0, 1));
    const coded = builder.build();
    expect(coded.text).toBe("<a1> and <b7> <x8/>");
    expect(decodeText(coded, coded.text, (words) => words)).toEqual([
      "<a1> and <b7> ",
      range(0, 1),
      "",
    ]);
  });
});

test.each([
  ["one two three", 7, ["one two ", "three"]],
  ["one  two", 3, ["one  ", "two"]],
  [" aaaaaaaaaa b", 4, [" ", "aaaaaaaaaa ", "b"]],
  ["", 4, []],
])("wrapWords(%j, %i)", (text, columns, lines) => {
  expect(wrapWords(text, columns)).toEqual(lines);
});

test("words are wrapped in linear time", () => {
  const text = "word ".repeat(200_000);
  expect(wrapWords(text, 79).join("")).toBe(text);
});
