import { join } from "node:path";
import { expect, test } from "vitest";
import { readMoses } from "../../src/corpus/read-moses.ts";
import { collect, scratchFolder } from "./scratch-folder.ts";

const pairs = (english: string, german: string) => {
  const folder = scratchFolder({ "c.en": english, "c.de": german });
  return collect(readMoses(join(folder, "c.en"), join(folder, "c.de")));
};

test("pairs line with line and skips a line whose other side is empty", async () => {
  expect(await pairs("A hen.\n\nA cow.\nA dog.\n", "Ein Huhn.\nWeg.\n \nEin Hund.\n")).toEqual([
    { source: "A hen.", references: ["Ein Huhn."] },
    { source: "A dog.", references: ["Ein Hund."] },
  ]);
});

test("names the shorter file and the line where it ends", async () => {
  await expect(pairs("A hen.\nA cow.\n", "Ein Huhn.\n")).rejects.toThrow(
    /c\.de:2: .*ends after line 1/,
  );
  await expect(pairs("A hen.\n", "Ein Huhn.\nKuh.\n")).rejects.toThrow(
    /c\.en:2: .*ends after line 1/,
  );
});
