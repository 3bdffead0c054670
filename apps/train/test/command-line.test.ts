import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand, runInProcess } from "./command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-train-"));
const path = (name: string): string => join(folder, name);
const model = fileURLToPath(modelUrl);
const tokenizer = fileURLToPath(tokenizerUrl);

beforeAll(() => {
  writeFileSync(path("pairs.tsv"), "Good morning.\tGuten Morgen.\n");
  writeFileSync(path("broken"), "no model");
  writeFileSync(path("other.json"), "{}");
  writeFileSync(path("sparse"), "");
  truncateSync(path("sparse"), 2 ** 30 + 1);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("--version is the package's own", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(await runCommand(["--version"])).toMatchObject({ code: 0, output: `${version}\n` });
});

test("a process says on standard error what is wrong, with its code", async () => {
  const args = ["evaluate", "--data", path("pairs.tsv"), "--output", path("absent/x.txt")];
  expect(await runCommand(args)).toEqual({
    code: 2,
    signal: null,
    output: "",
    errors: `error: --output ${path("absent/x.txt")}: ENOENT: no such file or directory\n`,
  });
});

test("--completion knows commands and their options", async () => {
  const { code, output } = await runInProcess(["--completion", "bash"]);
  expect(code).toBe(0);
  expect(output).toContain("'fit --size') COMPREPLY=($(compgen -W 'S M' -- \"$cur\")); return ;;");
});

test("fit --help shows each default beside its option, in lines that a terminal holds", async () => {
  const { output } = await runInProcess(["fit", "--help"]);
  const text = output.replaceAll(/\s+/g, " ");
  for (const line of [
    "training steps (default: 4000)",
    "peak of the learning rate (default: 0.0015)",
    'shape of the model (default: M) (choices: "S", "M")',
    "step from which it is binarized (default: 2000)",
  ])
    expect(text).toContain(line);
  expect(text).not.toContain("{");
  for (const line of output.split("\n")) expect(line.length).toBeLessThan(180);
});

describe("evaluate refuses with 2, naming the file once", () => {
  test.each([
    [["--model", path("broken"), "--tokenizer", tokenizer], `${path("broken")}: readSafetensors: `],
    [
      ["--model", model, "--tokenizer", path("other.json")],
      `${path("other.json")}: readTokenizer: `,
    ],
    [["--model", "/dev/zero", "--tokenizer", tokenizer], "/dev/zero: cannot be read: is neither"],
    [["--model", folder, "--tokenizer", tokenizer], `${folder}: cannot be read: is a folder\n`],
    [
      ["--model", path("sparse"), "--tokenizer", tokenizer],
      `${path("sparse")}: cannot be read: it has more than 1024 MiB\n`,
    ],
    [
      ["--model", model, "--tokenizer", path("sparse")],
      `${path("sparse")}: cannot be read: it has more than 64 MiB\n`,
    ],
    [
      ["--model", path("absent"), "--tokenizer", tokenizer],
      `${path("absent")}: cannot be read: ENOENT: no such file or directory\n`,
    ],
    [
      ["--output", path("absent/x.txt")],
      `--output ${path("absent/x.txt")}: ENOENT: no such file or directory\n`,
    ],
  ])("%j", async (args, message) => {
    const { code, output, errors } = await runInProcess([
      "evaluate",
      "--data",
      path("pairs.tsv"),
      ...args,
    ]);
    expect(errors.slice(0, `error: ${message}`.length)).toBe(`error: ${message}`);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
