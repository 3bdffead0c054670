import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTatoebaExport } from "../../src/corpus/tatoeba-export.ts";
import { collect, isInstalled, scratchFolder } from "./scratch-folder.ts";

const english = "11\teng\tThe hen sleeps.\n12\teng\tThe cow eats.\n13\teng\tNobody saw it.\n";
const german =
  "21\tdeu\tDas Huhn schläft.\n22\tdeu\tDie Henne schläft.\n23\tdeu\tDie Kuh frisst.\n";
const french = "31\tfra\tLa poule dort.\n";
const links = "11\t21\n21\t11\n11\t22\n22\t11\n12\t23\n23\t12\n11\t31\n31\t11\n31\t21\n";
const joined = [
  { source: "The hen sleeps.", references: ["Das Huhn schläft.", "Die Henne schläft."] },
  { source: "The cow eats.", references: ["Die Kuh frisst."] },
];

const read = (
  files: Record<string, string | Uint8Array>,
  sentences: string[],
  linkFile: string,
) => {
  const folder = scratchFolder(files);
  const at = (name: string) => join(folder, name);
  return collect(readTatoebaExport({ sentences: sentences.map(at), links: at(linkFile) }));
};

test("joins the files of two languages over their links, in the order of the source file", async () => {
  const files = { "eng.tsv": english, "deu.tsv": german, "links.csv": links };
  expect(await read(files, ["eng.tsv", "deu.tsv"], "links.csv")).toEqual(joined);
});

test("joins the file of all languages", async () => {
  const files = { "sentences.csv": german + french + english, "links.csv": links };
  expect(await read(files, ["sentences.csv"], "links.csv")).toEqual(joined);
});

test.runIf(isInstalled("bzip2"))("reads the .bz2 files as they are published", async () => {
  const bzip2 = (input: string) => execFileSync("bzip2", ["-c"], { input });
  const files = {
    "eng.tsv.bz2": bzip2(english),
    "deu.tsv.bz2": bzip2(german),
    "links.csv.bz2": bzip2(links),
  };
  expect(await read(files, ["eng.tsv.bz2", "deu.tsv.bz2"], "links.csv.bz2")).toEqual(joined);
  const damaged = { ...files, "links.csv.bz2": files["links.csv.bz2"].subarray(0, 30) };
  await expect(read(damaged, ["eng.tsv.bz2", "deu.tsv.bz2"], "links.csv.bz2")).rejects.toThrow(
    /links\.csv\.bz2: bzip2 failed with exit code/,
  );
});

test("names file and line of a malformed row", async () => {
  const good = { "eng.tsv": english, "deu.tsv": german, "links.csv": links };
  const languages = ["eng.tsv", "deu.tsv"];
  await expect(
    read({ ...good, "links.csv": "11\t21\n11;22\n" }, languages, "links.csv"),
  ).rejects.toThrow('links.csv:2: expected two sentence numbers separated by a tab, got "11;22"');
  await expect(
    read({ ...good, "deu.tsv": `${german}x\tdeu\tNein.\n` }, languages, "links.csv"),
  ).rejects.toThrow("deu.tsv:4: expected sentence number, language and text separated by tabs");
});

test("says which language is missing", async () => {
  const files = { "eng.tsv": english, "links.csv": links };
  await expect(read(files, ["eng.tsv"], "links.csv")).rejects.toThrow(
    'no sentence of language "deu"',
  );
});
