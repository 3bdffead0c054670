import { join } from "node:path";
import { expect, test } from "vitest";
import { isExcluded, readExclusions } from "../../src/corpus/exclusions.ts";
import { scratchFolder } from "./scratch-folder.ts";

const excluded = async (text: string, source: string, ...references: string[]) => {
  const path = join(scratchFolder({ "test.tsv": text }), "test.tsv");
  return isExcluded({ source, references }, await readExclusions([path]));
};

test.each([
  ["the source, whatever its case and spacing", "the  HEN sleeps.", ["Anders."], true],
  ["a translation of three words", "Another.", ["das huhn schläft."], true],
  ["a further translation", "Another.", ["Es ruht.", "Es ruht sich aus."], true],
  ["a translation of two words, which is no reason", "Cancel it!", ["Es ruht."], false],
  ["another sentence", "The cow sleeps.", ["Die Kuh schläft."], false],
  ["the source on the German side", "Another.", ["The hen sleeps."], false],
])("excludes %s", async (_, source, references, expected) => {
  const text = "The hen sleeps.\tDas Huhn schläft.\tEs ruht.\tEs ruht sich aus.\n\n";
  expect(await excluded(text, source, ...references)).toBe(expected);
});

test("a line of one column is excluded on either side", async () => {
  expect(await excluded("Das Huhn schläft.\n", "The hen sleeps.", "Das Huhn schläft.")).toBe(true);
  expect(await excluded("The hen sleeps.\n", "The hen sleeps.", "Das Huhn ruht.")).toBe(true);
});

test("an empty file excludes nothing, a missing one is named", async () => {
  expect(await excluded("", "", "")).toBe(false);
  await expect(readExclusions(["/none.tsv"])).rejects.toThrow("/none.tsv: no such file");
});
