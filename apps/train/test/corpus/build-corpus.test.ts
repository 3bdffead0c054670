import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCorpus } from "../../src/corpus/command.ts";
import type { CorpusOptions } from "../../src/corpus/corpus-options.ts";
import { formatReport } from "../../src/corpus/format-report.ts";
import { sentenceKey } from "../../src/corpus/normalize-text.ts";
import { scratchFolder } from "./scratch-folder.ts";

const line = (name: string, i: number) =>
  `The ${name} number ${i} sleeps.\t${name} Nummer ${i} schläft.`;
const lines = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => line(name, i));
const side = (text: string[], column: number) =>
  text.map((row) => `${row.split("\t")[column]}\n`).join("");

const hens = lines("Hen", 100);
const cows = lines("Cow", 40);
const files = {
  "train.tsv": `${hens.slice(0, 80).join("\n")}\nMy old hen.\t<b>Huhn</b>\n`,
  "val.tsv": `${hens.slice(80, 90).join("\n")}\n`,
  "test.tsv": `${hens.slice(90, 99).join("\n")}\n${hens[99]}\tHuhn 99 ruht.\n`,
  "barn.en": side([...cows, ...cows, hens[95] ?? ""], 0),
  "barn.de": side([...cows, ...cows, hens[95] ?? ""], 1),
};

async function build(changes: Partial<CorpusOptions> = {}) {
  const folder = scratchFolder(files);
  const at = (name: string) => join(folder, name);
  const out = at("out");
  const options: CorpusOptions = {
    out,
    train: [`hens=${at("train.tsv")}`],
    val: [`hens=${at("val.tsv")}`],
    test: [`hens=${at("test.tsv")}`],
    moses: [at("barn.en"), at("barn.de")],
    licence: ["hens=CC0-1.0"],
    heldOut: 3,
    seed: 1,
    ...changes,
  };
  const provenance = await runCorpus(options, { command: ["corpus"] });
  const rows = (name: string) => readFileSync(join(out, name), "utf8").trimEnd().split("\n");
  return { folder, out, provenance, rows };
}

describe("runCorpus", () => {
  test("writes train, and val and test of every group, disjoint in their sources", async () => {
    const { rows, provenance } = await build();
    const names = ["train.tsv", "hens-val.tsv", "hens-test.tsv", "barn-val.tsv", "barn-test.tsv"];
    expect(provenance.outputs.map(({ file }) => file)).toEqual(names);
    expect(names.map((name) => rows(name).length)).toEqual([80 + 40 - 3 - 3, 10, 10, 3, 3]);
    const keys = names.flatMap((name) =>
      rows(name).map((row) => sentenceKey(row.split("\t")[0] ?? "")),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("keeps a published test as it is, further references included", async () => {
    const { folder, out } = await build();
    const read = (path: string) => readFileSync(path, "utf8");
    expect(read(join(out, "hens-test.tsv"))).toBe(read(join(folder, "test.tsv")));
  });

  test("gives the same bytes again, other ones for another seed", async () => {
    const hashes = async (seed: number) =>
      (await build({ seed })).provenance.outputs.map(({ sha256 }) => sha256);
    const first = await hashes(1);
    expect(await hashes(1)).toEqual(first);
    expect(await hashes(2)).not.toEqual(first);
  });

  test("records sources, licences, rules, counts and hashes", async () => {
    const { provenance, out } = await build();
    const onDisk = JSON.parse(readFileSync(join(out, "provenance.json"), "utf8"));
    expect(onDisk).toEqual(provenance);
    const [train, , , barn] = provenance.sources;
    expect(train).toMatchObject({
      licence: "CC0-1.0",
      pairsRead: 81,
      pairsKept: 80,
      dropped: { markup: 1 },
    });
    expect(barn).toMatchObject({ name: "barn", licence: "not stated", pairsRead: 81 });
    expect(provenance.groups[1]).toMatchObject({
      cleanPairs: 81,
      trainPairs: 34,
      overlappingSentences: 1,
    });
    const bytes = readFileSync(join(out, "train.tsv"));
    expect(provenance.outputs[0]?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(formatReport(provenance)).toContain("dropped by markup");
  });

  test.each([
    ["of another source", "pigs-test.tsv", {}],
    ["that this time is empty", "barn-val.tsv", { heldOut: 0 }],
  ])(
    "refuses a folder with a held-out file %s: its text may be trained on",
    async (_, name, changes) => {
      const { out } = await build();
      writeFileSync(join(out, name), "My old hen.\tHuhn\n");
      const train = readFileSync(join(out, "train.tsv"));
      const again = build({ ...changes, out });
      await expect(again).rejects.toThrow(
        new RegExp(`holds (barn-test.tsv, )?${name} of another corpus`),
      );
      expect(readFileSync(join(out, "train.tsv"))).toEqual(train);
    },
  );

  test("a failing source leaves no output", async () => {
    const folder = scratchFolder(files);
    const out = join(folder, "out");
    const tsv = [join(folder, "train.tsv"), join(folder, "none.tsv")];
    await expect(runCorpus({ out, tsv, heldOut: 1, seed: 1 })).rejects.toThrow(
      /none\.tsv: no such file/,
    );
    expect(existsSync(out)).toBe(false);
  });
});

describe("options", () => {
  const run = (changes: Partial<CorpusOptions>) =>
    runCorpus({ out: scratchFolder(), heldOut: 1, seed: 1, ...changes });

  test.each<[Partial<CorpusOptions>, RegExp]>([
    [{}, /^name a source: --train, /],
    [{ moses: ["a.en"] }, /^--moses: expected an English and a German file/],
    [{ tatoebaSentences: ["a.csv"] }, /needed together$/],
    [{ tsv: ["../=a.tsv"] }, /no such file|expected NAME=FILE/],
    [
      { tsv: ["hens=a.tsv"], licence: ["hesn=MIT"] },
      /^--licence: expected NAME=TEXT, NAME one of hens; got "hesn=MIT"$/,
    ],
    [{ deb: [], attribution: ["hens=me"] }, /^--attribution: .* a file's source; got "hens=me"$/],
    [{ tsv: ["a b=a.tsv"] }, /^expected NAME=FILE/],
    [{ tsv: ["a=a.tsv"], rules: ["word"] }, /^--rules: expected one of filled, .*; got "word"$/],
    [{ deb: ["hen_1_all.deb"] }, /^expected a file libreoffice-help-en-us_/],
  ])("%j is refused", async (changes, message) => {
    await expect(run(changes)).rejects.toThrow(message);
  });
});
