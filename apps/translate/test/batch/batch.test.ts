import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runInProcess } from "../run-in-process.ts";
import { runTranslate } from "../run-translate.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { killOnce } from "./kill-once.ts";
import { numberedLines, textOf } from "./numbered-lines.ts";

const timeout = 180_000;
const small = ["--model", "en-de-w1a1"];
const folder = temporaryFolder();
const input = folder.write("in.txt", textOf(numberedLines));
let expected: string;

beforeAll(async () => {
  expected = (await runTranslate([...small, "--input", input])).stdout;
  expect(expected.split("\n")).toHaveLength(numberedLines.length + 1);
}, timeout);

const outputOf = (name: string): string => join(folder.path, name);
const contentOf = (name: string): string => readFileSync(outputOf(name), "utf8");

describe("without a queue", { timeout }, () => {
  test("gives what the command line gives", async () => {
    const { code } = await runInProcess([
      "batch",
      ...small,
      input,
      "--output",
      outputOf("plain.txt"),
    ]);
    expect([0, 3]).toContain(code);
    expect(contentOf("plain.txt")).toBe(expected);
  });

  test("goes on where it was killed", async () => {
    const output = outputOf("killed.txt");
    const args = ["batch", ...small, input, "--output", output, "--threads", "1"];
    const killed = await runTranslate(args, "", { onStart: killOnce(`${output}.journal`) });
    expect(killed.code).toBe(null);
    expect(existsSync(output)).toBe(false);
    const { lines } = JSON.parse(readFileSync(`${output}.journal`, "utf8"));
    expect(lines).toBeGreaterThan(0);
    const { code } = await runTranslate(args);
    expect([0, 3]).toContain(code);
    expect(contentOf("killed.txt")).toBe(expected);
  });

  test("reads standard input, and several files to a folder", async () => {
    const piped = outputOf("piped.txt");
    const few = "Good morning.\n\nI am tired.";
    expect(await runInProcess(["batch", ...small, "--output", piped], few)).toMatchObject({
      code: 0,
    });
    expect(contentOf("piped.txt").split("\n")).toHaveLength(3 + 1);
    const files = [folder.write("one.txt", few), folder.write("two.txt", "")];
    mkdirSync(outputOf("german"));
    const to = ["--output-folder", outputOf("german")];
    expect(await runInProcess(["batch", ...small, ...files, ...to])).toMatchObject({ code: 0 });
    expect(contentOf("german/one.txt")).toBe(contentOf("piped.txt"));
    expect(contentOf("german/two.txt")).toBe("");
  });

  test.each([
    [[input], /--output/],
    [[input, "--output", "x", "--output-folder", "y"], /--output/],
    [[input, input, "--output", "x"], /one file, not 2/],
    [[input, input, "--output-folder", folder.path], /same name/],
    [[input, "--output-folder", "absent"], /absent: is no folder/],
    [[input, "--output", input], /its own translation/],
    [["absent.txt", "--output", outputOf("x.txt")], /absent\.txt: ENOENT/],
    [["--work"], /--work needs --redis/],
    [["--work", "--redis", "redis://127.0.0.1:1", input], /--work takes no files/],
  ])("%j is refused with code 2", async (args, message) => {
    const { code, stderr } = await runInProcess(["batch", ...small, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
