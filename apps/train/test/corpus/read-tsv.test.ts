import { join } from "node:path";
import { expect, test } from "vitest";
import { readTsv } from "../../src/corpus/read-tsv.ts";
import { collect, scratchFolder } from "./scratch-folder.ts";

const rows = (text: string) => collect(readTsv(join(scratchFolder({ "a.tsv": text }), "a.tsv")));

test("reads a source sentence and all translations after it", async () => {
  expect(await rows("A hen.\tEin Huhn.\n\nGo!\tGeh!\tGehen Sie!\tGeht!\n")).toEqual([
    { source: "A hen.", references: ["Ein Huhn."] },
    { source: "Go!", references: ["Geh!", "Gehen Sie!", "Geht!"] },
  ]);
});

test("skips empty columns at the end of a line", async () => {
  expect(await rows("A hen.\tEin Huhn.\t\t \nGo!\tGeh!\tGeht!\n")).toEqual([
    { source: "A hen.", references: ["Ein Huhn."] },
    { source: "Go!", references: ["Geh!", "Geht!"] },
  ]);
  await expect(rows("A hen.\t\t\n")).rejects.toThrow("got an empty column 2");
});

test("names file, line and fault of a malformed row", async () => {
  const expected = "expected source and one or more translations, separated by tabs";
  await expect(rows("A hen.\tEin Huhn.\nA cow.\n")).rejects.toThrow(
    `a.tsv:2: ${expected}, got 1 column`,
  );
  await expect(rows("A hen.\t\tEin Huhn.\n")).rejects.toThrow(
    `a.tsv:1: ${expected}, got an empty column 2`,
  );
  await expect(rows("\tEin Huhn.\n")).rejects.toThrow("got an empty column 1");
});
