import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runCorpus } from "../../src/corpus/command.ts";
import type { CorpusOptions } from "../../src/corpus/corpus-options.ts";
import { formatReport } from "../../src/corpus/format-report.ts";
import { moFile } from "./mo-file.ts";
import { isInstalled, scratchFolder } from "./scratch-folder.ts";

const messages = {
  "&Feed": "&Füttern",
  "%d hen\0%d hens": "%d Huhn\0%d Hühner",
  "Feed %s": "Füttern",
  "Your names": "A Farmer",
  "The hen sleeps.": "Das Huhn schläft.",
};
const keyed = { HEN_FEED: "Füttern", HEN_SLEEP: "Schlafen", HEN_WAKE: "Wecken" };
const po = `msgid ""
msgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"

msgid "Cows"
msgstr "K\u00fche"

#, fuzzy
msgid "Pigs"
msgstr "K\u00fche"
`;
const mo = (name: string) => `usr/share/locale/de/LC_MESSAGES/${name}.mo`;

async function build(options: Partial<CorpusOptions>, signal?: AbortSignal) {
  const out = join(scratchFolder(), "out");
  const said: string[] = [];
  const context = { onProgress: (line: string) => said.push(line), ...(signal && { signal }) };
  const provenance = await runCorpus({ out, heldOut: 0, seed: 1, ...options }, context);
  const train = readFileSync(join(out, "train.tsv"), "utf8").trimEnd().split("\n");
  return { provenance, said, train: train.sort() };
}

describe("--gettext", () => {
  test("reads the catalogues of a folder, and says what was left out and why", async () => {
    const root = scratchFolder({
      [mo("hen")]: moFile(messages),
      [mo("keys")]: moFile(keyed),
      "po/de.po": Buffer.from(po, "latin1"),
    });
    const { provenance, train, said } = await build({
      gettext: [`barn=${root}`],
      licence: ["barn=MIT"],
      attribution: ["barn=A Farmer"],
    });
    expect(train).toEqual([
      "%d hen\t%d Huhn",
      "%d hens\t%d Hühner",
      "Cows\tKühe",
      "Feed\tFüttern",
      "The hen sleeps.\tDas Huhn schläft.",
    ]);
    const [source] = provenance.sources;
    expect(source).toMatchObject({
      name: "barn",
      licence: "MIT",
      attribution: "A Farmer",
      notes: { catalogues: 2, keyedCatalogues: 1, fuzzy: 1, untranslated: 0 },
      dropped: { "same-placeholders": 1, language: 0 },
      droppedExamples: { "same-placeholders": [{ source: "Feed %s", target: "Füttern" }] },
    });
    expect(source?.files.map(({ file }) => file)).toEqual(["de.po", "hen.mo", "keys.mo"]);
    expect(said.filter((line) => line.includes("left out"))).toEqual([
      `barn: left out ${mo("keys")}: expected English messages, got keys such as "HEN_FEED", "HEN_SLEEP", "HEN_WAKE"`,
    ]);
    expect(formatReport(provenance)).toMatch(/dropped by same-placeholders +1\n/);
  });

  test.each([
    [
      "a catalogue of keys",
      { "de.mo": moFile(keyed) },
      "de.mo",
      /de\.mo: .*keys such as "HEN_FEED"/,
    ],
    [
      "a damaged one",
      { "de.mo": moFile(messages).subarray(0, 90) },
      "de.mo",
      /de\.mo: expected a g/,
    ],
    [
      "a folder with none",
      { "fr.po": po },
      ".",
      /: expected gettext catalogues of "de", found none$/,
    ],
    ["a path to nothing", {}, "none.mo", /none\.mo: no such file or folder$/],
  ])("refuses %s", async (_, files, place, message) => {
    const root = scratchFolder(files);
    await expect(build({ gettext: [`barn=${join(root, place)}`] })).rejects.toThrow(message);
  });

  test("bounds, rules and presets of the command line win over interface cleaning", async () => {
    const root = scratchFolder({ "de.mo": moFile(messages) });
    const gettext = [`barn=${join(root, "de.mo")}`];
    const all = await build({ gettext, rules: ["filled"] });
    expect(all.train).toContain("Feed %s\tFüttern");
    const documents = await build({ gettext, cleaning: ["interface", "barn=document"] });
    expect(documents.train).toEqual(["The hen sleeps.\tDas Huhn schläft."]);
    await expect(build({ gettext, cleaning: ["hen"] })).rejects.toThrow(
      /^--cleaning: .* got "hen"$/,
    );
    await expect(build({ gettext, cleaning: ["cow=document"] })).rejects.toThrow(
      /NAME one of barn,/,
    );
  });

  test("stops when it is told to, and writes nothing", async () => {
    const root = scratchFolder({ "de.mo": moFile(messages) });
    const stopped = build({ gettext: [`barn=${root}`] }, AbortSignal.abort(new Error("enough")));
    await expect(stopped).rejects.toThrow("enough");
  });
});

describe.runIf(isInstalled("dpkg-deb"))("--gettext-deb", () => {
  const control = (name: string) =>
    `Package: ${name}\nVersion: 1:2-3\nArchitecture: all\nMaintainer: none <n@example.org>\nDescription: hen\n`;
  const packageFile = (name: string, files: Record<string, string | Buffer>) => {
    const folder = scratchFolder(
      Object.fromEntries([
        [`package/DEBIAN/control`, control(name)],
        ...Object.entries(files).map(([file, content]) => [`package/${file}`, content]),
      ]),
    );
    const path = join(folder, `${name}_1%3a2-3_all.deb`);
    execFileSync("dpkg-deb", ["-b", join(folder, "package"), path]);
    return path;
  };
  const copyright = "Format: https://www.debian.org/x/\n\nFiles: *\nLicense: GPL-2+\n";

  test("reads packages as one group, with the licence and the makers that they name", async () => {
    const doc = { "usr/share/doc/hen/copyright": copyright };
    const hen = packageFile("hen", { [mo("hen")]: moFile(messages), ...doc });
    const cow = packageFile("cow", { [mo("cow")]: moFile({ Cows: "Kühe" }), ...doc });
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("bnnkit-corpus-"));
    const before = folders();
    const { provenance, train } = await build({ gettextDeb: [hen, cow], attribution: ["cow=Me"] });
    expect(train).toHaveLength(5);
    expect(provenance.groups.map(({ name }) => name)).toEqual(["gettext"]);
    expect(provenance.sources).toMatchObject([
      {
        name: "hen",
        licence: "GPL-2+",
        attribution: "authors and translators of hen (Debian package hen 1:2-3)",
        files: [{ file: "hen_1%3a2-3_all.deb" }],
      },
      { name: "cow", licence: "see copyright file of cow", attribution: "Me" },
    ]);
    const strict = await build({ gettextDeb: [hen, cow], cleaning: ["hen=document"] });
    expect(strict.train).toEqual(["Cows\tKühe", "The hen sleeps.\tDas Huhn schläft."]);
    expect(folders().filter((name) => !before.includes(name))).toEqual([]);
  });

  test("a package without catalogues is told where they may be", async () => {
    const hen = packageFile("hen", { "usr/share/hen.txt": "cluck" });
    await expect(build({ gettextDeb: [hen] })).rejects.toThrow(
      /^package hen has no gettext catalogue of "de"; .* hen-data, /,
    );
  });
});

describe("--exclude", () => {
  const cows = Array.from({ length: 40 }, (_, i) => `Cow ${i} sleeps.\tDie Kuh ${i} schläft.`);

  test("nothing of the file is in any output, and the report counts it", async () => {
    const root = scratchFolder({
      "a.tsv.gz": gzipSync(cows.join("\n")),
      "val.tsv":
        "Pigs sleep.\tSchweine schlafen.\nCOW 5 sleeps.\tJa.\nYes.\tDie Kuh 6 schläft.\tNein.\n",
      "keep.tsv":
        "cow 3  sleeps.\tAnders.\nAnother.\tDIE KUH 4 schläft.\nCow 5 sleeps.\tDie Kuh 6 schläft.\n",
    });
    const at = (name: string) => join(root, name);
    const { provenance, train } = await build({
      tsv: [`cows=${at("a.tsv.gz")}`],
      val: [`pigs=${at("val.tsv")}`],
      exclude: [at("keep.tsv")],
      heldOut: 3,
    });
    const [cowGroup, pigGroup] = [provenance.groups[1], provenance.groups[0]];
    expect(train.length + (cowGroup?.valSentences ?? 0) + (cowGroup?.testSentences ?? 0)).toBe(36);
    expect(train.join("\n")).not.toMatch(/Cow [3456] /);
    expect(pigGroup?.valSentences).toBe(1);
    expect(provenance.sources).toMatchObject([
      { name: "pigs val", excluded: 2, pairsKept: 1 },
      { name: "cows", excluded: 4, pairsKept: 36 },
    ]);
    expect(provenance.exclusions?.map(({ file }) => file)).toEqual(["keep.tsv"]);
    expect(formatReport(provenance)).toContain("  excluded 4\n");
  });
});
