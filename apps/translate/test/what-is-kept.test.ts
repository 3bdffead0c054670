import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runWithSmallModel } from "./run-in-process.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-kept-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cut = ["--maximum-length", "1"];
const lines = "5\nThe house\n";
const told = /^line 2: unreliable \(.*truncated.*\): The house$/m;

describe("a translation that was cut off", () => {
  test.each([
    [[]],
    [["--stream"]],
    [["--json"]],
    [["--beam", "2", "--n-best", "2"]],
    [["--unreliable", "mark"]],
    [["--unreliable", "mark", "--stream"]],
  ])("is told of on standard error with %j", async (options) => {
    const { code, stderr, stdout } = await runWithSmallModel([...options, ...cut], lines);
    expect(stderr).toMatch(told);
    expect(code).toBe(3);
    expect(stdout.split("\n").length).toBe(3);
    const isMarked = options.includes("mark");
    if (options.length === 0) expect(stdout).toBe(lines);
    if (isMarked) expect(stdout).not.toContain("The house");
  });

  test("is told of where the output is a file", async () => {
    const output = join(folder, "out.txt");
    const { code, stderr, stdout } = await runWithSmallModel(["--output", output, ...cut], lines);
    expect(stderr).toMatch(told);
    expect([code, stdout, readFileSync(output, "utf8")]).toEqual([3, "", lines]);
  });

  test("inside of a message is told of as well", async () => {
    const message = "{n, plural, one {# old house} other {# old houses}}";
    const { code, stderr, stdout } = await runWithSmallModel(cut, `${message}\n`);
    expect([code, stdout]).toEqual([3, `${message}\n`]);
    expect(stderr).toContain("line 1: unreliable (truncated");
  });

  test("ends the run with --unreliable fail, and leaves no file", async () => {
    const output = join(folder, "none.txt");
    const fail = ["--unreliable", "fail", ...cut];
    const { code, stdout } = await runWithSmallModel(fail, lines);
    expect([code, stdout]).toEqual([1, "5\n"]);
    expect((await runWithSmallModel([...fail, "--output", output], lines)).code).toBe(1);
    expect(existsSync(output)).toBe(false);
  });
});

describe("terms", () => {
  test("--keep may be repeated and takes no text away", async () => {
    const text = "The Foo Bar and C++ are here.";
    const { code, stdout } = await runWithSmallModel(["--keep", "Foo Bar", "--keep", "C++", text]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(?=.*Foo Bar)(?=.*C\+\+).*\.\n$/);
  });

  test("--glossary and --localize-numbers", async () => {
    const glossary = join(folder, "terms.tsv");
    writeFileSync(glossary, "# fruit\n\napple\tBirne 7\n");
    const options = ["--glossary", glossary, "--localize-numbers"];
    const { code, stdout, stderr } = await runWithSmallModel(options, "apple\n1,234.5\n");
    expect([code, stdout, stderr]).toEqual([0, "Birne 7\n1.234,5\n", ""]);
  });

  test.each([
    [["--keep", " "], "not empty"],
    [["--glossary", "/nowhere/terms.tsv"], "--glossary /nowhere/terms.tsv: "],
  ])("%j is refused", async (options, message) => {
    const { code, stderr } = await runWithSmallModel([...options, "Hello"]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
