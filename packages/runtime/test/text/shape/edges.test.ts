import { expect, test } from "vitest";
import { takeEdges, takeOuterSpace } from "../../../src/text/index.ts";

test.each([
  ["• Item", "Item", "• Wort"],
  ["- Item", "Item", "- Wort"],
  ["-v option", "-v option", "Wort"],
  ["3. Open it", "Open it", "3. Wort"],
  ["(2) Open it", "Open it", "(2) Wort"],
  ["a) Open it", "Open it", "a) Wort"],
  ["3.5 inches", "3.5 inches", "Wort"],
  ["2020. A year", "2020. A year", "Wort"],
  ["🎉 Done 👍🏽", "Done", "🎉 Wort 👍🏽"],
  ["👨‍👩‍👧Family❤️", "Family", "👨‍👩‍👧Wort❤️"],
  ["Next >>", "Next", "Wort >>"],
  ["C++", "C++", "Wort"],
  ["=== Title ===", "Title", "=== Wort ==="],
  ["Turn by 90 °", "Turn by 90 °", "Wort"],
  ["Name®", "Name®", "Wort"],
  ["\uE000 Saved \uE000", "Saved", "\uE000 Wort \uE000"],
  ["\uF000 files", "\uF000 files", "Wort"],
  ["🙂", "🙂", "Wort"],
  ["\u200FOpen it\u200E", "Open it", "\u200FWort\u200E"],
  ["- - -", "- - -", "Wort"],
  ["", "", "Wort"],
])("takeEdges(%j): %j, restored as %j", (source, text, restored) => {
  const shape = takeEdges(source, (slot) => slot === "\uE000");
  expect(shape.text).toBe(text);
  expect(shape.restore("Wort")).toBe(restored);
});

test("no slot is taken unless the caller says so", () => {
  expect(takeEdges("\uE000 Saved").text).toBe("\uE000 Saved");
});

test("outer white space is the source's", () => {
  expect(takeOuterSpace(" \n a b\t").text).toBe("a b");
  expect(takeOuterSpace(" \n a b\t").restore(" x ")).toBe(" \n x\t");
  expect(takeOuterSpace("a").restore(" x ")).toBe(" x ");
  expect(takeOuterSpace(" ").text).toBe(" ");
});
