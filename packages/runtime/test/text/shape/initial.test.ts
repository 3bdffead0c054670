import { expect, test } from "vitest";
import { takeInitial } from "../../../src/text/index.ts";

test.each([
  ["Open", "öffnen", "Öffnen"],
  ["open", "öffnen", "öffnen"],
  ["open", "Datei", "Datei"],
  ["“Open”", "„öffnen“", "„Öffnen“"],
  ["\uE000 Files", "\uE000 dateien", "\uE000 Dateien"],
  ["\uE000 files", "\uE000 alle", "\uE000 alle"],
  ["Open \uE000", "\uE000 öffnen", "\uE000 öffnen"],
  ["Your eBay account", "eBay-Konto", "eBay-Konto"],
  ["3 Files", "alle Dateien", "alle Dateien"],
  ["Sharp", "ßa", "ßa"],
  ["Empty", "", ""],
])("takeInitial(%j): %j becomes %j", (source, translation, restored) => {
  expect(takeInitial(source).text).toBe(source);
  expect(takeInitial(source).restore(translation)).toBe(restored);
});
