import { expect, test } from "vitest";
import { mayBeIn } from "../../src/corpus/function-words.ts";

test.each([
  ["The hen is not in the barn.", true, false],
  ["Das Huhn ist nicht im Stall.", false, true],
  ["Feed hen", true, true],
  ["", true, true],
  ["Der Spiegel is the name of a paper.", true, false],
  ["Der Titel „Lord of the Rings“ ist bekannt.", true, true],
  ["SUM(A1; A2; A3; A4) A5 to A6", true, true],
  ["Press Ctrl+C, Ctrl+V, Enter, Escape", true, true],
  ["Press Strg und die Taste", false, true],
])("%j may be English: %j, German: %j", (text, english, german) => {
  expect([mayBeIn("en", text), mayBeIn("de", text)]).toEqual([english, german]);
});
