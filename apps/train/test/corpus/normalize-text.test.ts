import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { normalizeText, sentenceKey } from "../../src/corpus/normalize-text.ts";

test("composes letters, drops invisible characters and folds white space", () => {
  expect(normalizeText(" Ka\u0308se\u00a0und\tBrot\u00ad\u200b\r\n ")).toBe("Käse und Brot");
  expect(normalizeText("👩\u200d🚀 fliegt.")).toBe("👩\u200d🚀 fliegt.");
});

test.prop([fc.string({ unit: "binary" })])("is idempotent and fits one column", (text) => {
  const once = normalizeText(text);
  expect(normalizeText(once)).toBe(once);
  expect(once).not.toMatch(/[\t\n\r]/);
});

test("sentences that differ in case and spacing have one key", () => {
  expect(sentenceKey("The  Hen.")).toBe(sentenceKey(" the hen."));
  expect(sentenceKey("The hen!")).not.toBe(sentenceKey("The hen."));
});
