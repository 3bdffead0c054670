import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { runProgram } from "../src/program.ts";
import { runInProcess } from "./run-in-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { path: folder, write: fileOf } = temporaryFolder();
const hasGettext = spawnSync("msgfmt", ["--version"]).status === 0;
const po = `msgid ""
msgstr "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "Where is my new car?"
msgstr ""

msgid "Water"
msgstr "Wässerchen"
`;

describe("translate file", () => {
  test("fills in what is missing, marks it, and leaves the rest as it is", async () => {
    const output = join(folder, "out.po");
    const { code, stdout, stderr } = await runInProcess(["file", fileOf("in.po", po), output]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe("2 entries: 1 translated, 1 translated before\n");
    const written = readFileSync(output, "utf8");
    expect(written).toMatch(/^#, fuzzy\nmsgid "Where is my new car\?"\nmsgstr "\S.*\?"$/m);
    expect(written.replace(/#, fuzzy\n/, "").replace(/msgstr "[^"]*\?"/, 'msgstr ""')).toBe(po);
    expect(readdirSync(folder).filter((name) => name.includes("out.po."))).toEqual([]);
  });

  test("standard input to standard output, the format by name", async () => {
    const { code, stdout } = await runInProcess(
      ["file", "-", "--format", "json"],
      '["Good morning."]',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\["[^"]+\."\]$/);
    expect(stdout).not.toContain("morning");
  });

  test("a glossary, a memory, and an earlier translation of the same file", async () => {
    const input = fileOf(
      "en.json",
      '{"a":"Where is the widget?","b":"A remembered text.","c":"Kept"}',
    );
    const output = fileOf("de.json", '{"a":"Where is the widget?","c":"Behalten"}');
    const glossary = fileOf("terms.csv", "en,de\nwidget,Dingsbums\n");
    const segment = (language: string, text: string) =>
      `<tuv xml:lang="${language}"><seg>${text}</seg></tuv>`;
    const pair = segment("en", "A remembered text.") + segment("de", "Erinnert.");
    const memory = fileOf("m.tmx", `<tmx version="1.4"><body><tu>${pair}</tu></body></tmx>`);
    const terms = ["--glossary", glossary, "--memory", memory];
    const { code } = await runInProcess(["file", input, output, ...terms]);
    expect(code).toBe(0);
    const { a, ...others } = JSON.parse(readFileSync(output, "utf8"));
    expect(a).toContain("Dingsbums");
    expect(others).toEqual({ b: "Erinnert.", c: "Behalten" });
  });

  test("translations that would be lost are not", async () => {
    const template = fileOf("t.po", po.replace("Wässerchen", ""));
    const { code, stderr } = await runInProcess(["file", template, fileOf("there.po", po)]);
    expect(code).toBe(2);
    expect(stderr).toContain("there.po: has 1 translations that");
    expect(readFileSync(join(folder, "there.po"), "utf8")).toBe(po);
  });

  test("a run that was stopped goes on where it was", { timeout: 60_000 }, async () => {
    // Each of the first ones is a batch of its own: there are several moments at which the run can stop.
    const texts = [
      ...Array.from({ length: 6 }, (_, i) => "7 ".repeat(4100 + i)),
      ...Array.from({ length: 12 }, (_, i) => `My ${i} dogs are here.`),
    ];
    const input = fileOf("long.json", JSON.stringify(texts));
    const output = join(folder, "long-de.json");
    const journal = `${output}.translated.jsonl`;
    const stop = new AbortController();
    const watch = setInterval(() => existsSync(journal) && stop.abort(), 2);
    let said = "";
    const code = await runProgram(["file", input, output], {
      input: () => Readable.from([]),
      output: async () => undefined,
      error: (text) => {
        said += text;
      },
      signal: stop.signal,
    });
    clearInterval(watch);
    expect({ code, said }).toEqual({ code: 130, said: `the next run goes on from ${journal}\n` });
    expect(existsSync(output)).toBe(false);
    // What the journal says is taken, as far as its last line is whole.
    const [settings] = readFileSync(journal, "utf8").split("\n");
    const line = JSON.stringify([texts[6], "Meine 0 Hunde.", true, []]);
    writeFileSync(journal, `${settings}\n${line}\n["My 1 dogs are h`);
    expect((await runInProcess(["file", input, output])).code).toBe(0);
    const written: string[] = JSON.parse(readFileSync(output, "utf8"));
    expect(written[6]).toBe("Meine 0 Hunde.");
    expect(written).toHaveLength(texts.length);
    expect(existsSync(journal)).toBe(false);
  });

  test.each([
    { args: ["file"], message: "missing required argument 'in'" },
    { args: ["file", "a.xyz"], message: "a.xyz: give --format, one of gettext," },
    { args: ["file", "missing.po"], message: "missing.po: ENOENT" },
    { args: ["file", "a.csv", "--column", ":"], message: "expected the column" },
    { args: ["file", "--check", "a.po", "b.po"], message: "--check writes no file" },
    { args: ["file", "a.po", "b.po", "--against", "a.po"], message: "--against writes no file" },
  ])("$args is refused", async ({ args, message }) => {
    const { code, stdout, stderr } = await runInProcess(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("a malformed file is refused with its line, and nothing is written", async () => {
    const path = fileOf("bad.po", 'msgid "a\nmsgstr ""\n');
    const output = join(folder, "never.po");
    const { code, stderr } = await runInProcess(["file", path, output]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${path}: line 1: `);
    expect(existsSync(output)).toBe(false);
  });
});

describe("translate file --check", () => {
  test("says on standard output what is wrong, with file and line", async () => {
    const path = fileOf("check.po", `${po}\nmsgid "Open %s"\nmsgstr "Öffnen"\n`);
    const { code, stdout, stderr } = await runInProcess(["file", "--check", path]);
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: `${path}:10: error: placeholder missing: %s [Open %s]\n`,
    });
    expect(stderr).toBe("3 entries: 1 errors, 0 warnings\n");
  });

  test("a file of one language needs the English one", async () => {
    const german = fileOf("one.json", '{"a":"{{n}} Dateien"}');
    expect((await runInProcess(["file", "--check", german])).code).toBe(2);
    const english = fileOf("two.json", '{"a":"{{n}} files"}');
    const { code, stdout } = await runInProcess(["file", "--check", german, "--source", english]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });
});

describe("translate file --against", () => {
  const small = ["--model", "en-de-w1a1"];
  const people = `${po}\nmsgid "Open %s"\nmsgstr "%s öffnen"\n`;
  const expected = {
    entries: 3,
    translated: 3,
    locked: 0,
    untranslated: 0,
    // "Where is my new car?" has no translation by people.
    comparedTexts: 2,
    kept: { format: { items: 1, differing: 0 }, number: { items: 0, differing: 0 } },
  };

  test("all is translated anew and compared with what people wrote; the file stays", async () => {
    const path = fileOf("people.po", people);
    const args = ["file", path, "--against", path, ...small];
    const { code, stdout } = await runInProcess([...args, "--json"]);
    expect(code).toBe(0);
    const evaluation: unknown = JSON.parse(stdout);
    expect(evaluation).toMatchObject({ file: "people.po", ...expected });
    expect(evaluation).toHaveProperty("passesMsgfmt", hasGettext ? true : null);
    expect(readFileSync(path, "utf8")).toBe(people);
    const [heading, , row] = (await runInProcess(args)).stdout.split("\n");
    expect(heading).toMatch(/^\| file \| entries \| translated \|/);
    expect(row).toMatch(/^\| people\.po \| 3 \| 3 \| 0 \| 0 \| 0 of 1 \| 0 of 0 \| 0 of 0 \| /);
  });

  test.skipIf(!hasGettext)("a compiled catalogue is one of its PO file", async () => {
    const path = join(folder, "people.mo");
    spawnSync("msgfmt", ["-o", path, "-"], { input: people });
    const { stdout } = await runInProcess(["file", path, "--against", path, "--json", ...small]);
    // What has no translation is not in it.
    expect(JSON.parse(stdout)).toMatchObject({ entries: 2, translated: 2, comparedTexts: 2 });
  });

  test("where gettext is not installed, that is what a compiled catalogue lacks", async () => {
    vi.stubEnv("PATH", "");
    const { code, stderr } = await runInProcess(["file", "de.mo", "--against", "de.mo", ...small]);
    vi.unstubAllEnvs();
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(
        "de.mo: compiled catalogues are read with gettext's msgunfmt, which is not installed",
      ),
    ]);
  });

  test("files of one language go together by id", async () => {
    const [english, german] = ['{"a":"Water","b":"Fire"}', '{"a":"Wasser"}'].map((text, i) =>
      fileOf(`against-${i}.json`, text),
    );
    const args = ["file", english, "--against", german, "--json", ...small];
    const { stdout } = await runInProcess(args);
    expect(JSON.parse(stdout)).toMatchObject({ entries: 2, comparedTexts: 1, passesMsgfmt: null });
  });
});
