import { readTokenizer, slotTokensOf } from "@bnnkit/runtime/text";
import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trainBytePairs } from "../../src/tokenizer/byte-pair-encoding.ts";
import { formatTokenizerFile } from "../../src/tokenizer/tokenizer-file.ts";
import { countWords } from "../../src/tokenizer/word-counts.ts";
import { toyPairs } from "../toy-text.ts";

const words = countWords([...toyPairs().flat(), "12 \uE000 dogs", "34 \uE001 dogs"]);
const tokenizer = readTokenizer(formatTokenizerFile(trainBytePairs(words, { tokens: 200 })));
const { value, number } = slotTokensOf(tokenizer) ?? { value: [], number: [] };
const slots = new Map([
  ["\uE000", value[0]],
  ["\uE001", number[3]],
]);
const characters = new Map(Array.from(slots, ([character, id]) => [id, character]));

test("a vocabulary has reserved tokens", () => {
  expect(value).toHaveLength(12);
  expect(number).toHaveLength(8);
});

describe("encode with slots", () => {
  test("a slot is its token, text behind it has no space of its own", () => {
    const [dogs] = tokenizer.encode("dogs");
    expect(tokenizer.encode("\uE001 dogs", slots)).toEqual([number[3], dogs, 2]);
    const withoutSpace = tokenizer.encode("\uE001dogs", slots);
    expect(withoutSpace[0]).toBe(number[3]);
    expect(withoutSpace).not.toContain(dogs);
  });

  test("text without a slot is encoded as ever", () => {
    expect(tokenizer.encode("Hund sieht", slots)).toEqual(tokenizer.encode("Hund sieht"));
  });

  test("a private-use character that is no slot is text", () => {
    expect(tokenizer.encode("\uE005", slots)).toEqual(tokenizer.encode("\uE005"));
  });

  test("the name of a reserved token is text", () => {
    expect(tokenizer.encode("<value-0>", slots)).not.toContain(value[0]);
    expect(tokenizer.decode(tokenizer.encode("<value-0>"))).toBe("<value-0>");
  });

  const texts = fc
    .array(fc.oneof(fc.constantFrom("\uE000", "\uE001", " ", "  ", "a b"), fc.string()))
    .map((parts) => parts.join(""));
  property.prop([texts])("decodes to what was encoded", (text) => {
    expect(tokenizer.decode(tokenizer.encode(text, slots), characters)).toBe(text);
  });

  test("without slots their tokens give nothing", () => {
    expect(tokenizer.decode(tokenizer.encode("\uE000a", slots))).toBe("a");
  });
});

test("each digit is a token of its own", () => {
  const ids = tokenizer.encode("12 345");
  expect(ids).toEqual([
    ...["Ġ", "1", "2", "Ġ", "3", "4", "5"].map((token) => tokenizer.idOf(token)),
    2,
  ]);
});
