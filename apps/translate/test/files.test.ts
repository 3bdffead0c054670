import { execFileSync } from "node:child_process";
import { readFileSync, truncateSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { describe, expect, test } from "vitest";
import { runInProcess } from "./run-in-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { path: folder, write: fileOf } = temporaryFolder();

describe("files that are not what they should be", () => {
  const tokenizer = fileURLToPath(tokenizerUrl);
  const withModel = (path: string) =>
    runInProcess(["--model", path, "--tokenizer", tokenizer, "x"]);

  test.each([0, 7, 8, 1000, -1])("a model file cut at byte %i is refused", async (size) => {
    const bytes = readFileSync(modelUrl);
    const { code, stdout, stderr } = await withModel(fileOf("cut", bytes.subarray(0, size)));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const start = `bnnkit-translate: --model ${join(folder, "cut")}: read`;
    expect(stderr.slice(0, start.length)).toBe(start);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a flipped bit in the weights is refused", async () => {
    const bytes = Uint8Array.from(readFileSync(modelUrl));
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 4;
    const { code, stderr } = await withModel(fileOf("flipped", bytes));
    expect(code).toBe(2);
    expect(stderr).toMatch(/--model .*flipped: readModel: .*checksum/);
  });

  test("another tokenizer is refused", async () => {
    const json = JSON.parse(readFileSync(tokenizerUrl, "utf8"));
    const path = fileOf("tokenizer.json", JSON.stringify({ ...json, version: "1.1" }));
    const model = fileURLToPath(modelUrl);
    const { code, stderr } = await runInProcess(["--model", model, "--tokenizer", path, "x"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--model ${model}, --tokenizer ${path}: loadTranslator: `);
  });

  test.each([
    ["no JSON", "{", "readTokenizer: json must be JSON text"],
    ["JSON of something else", "{}", "readTokenizer: json must be a tokenizer.json"],
  ])("a tokenizer that is %s is named", async (_, content, message) => {
    const path = fileOf("wrong.json", content);
    const model = fileURLToPath(modelUrl);
    const { code, stderr } = await runInProcess(["--model", model, "--tokenizer", path, "x"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`bnnkit-translate: --tokenizer ${path}: ${message}`);
  });

  test("a file that is missing is named once, with the reason", async () => {
    const { code, stderr } = await withModel(join(folder, "absent"));
    expect(code).toBe(2);
    const path = join(folder, "absent");
    expect(stderr).toBe(`bnnkit-translate: --model ${path}: ENOENT: no such file or directory\n`);
    const input = await runInProcess(["--input", path]);
    expect(input.stderr).toBe(
      `bnnkit-translate: --input ${path}: ENOENT: no such file or directory\n`,
    );
    const glossary = await runInProcess(["--glossary", path, "x"]);
    expect(glossary.stderr).toBe(
      `bnnkit-translate: --glossary ${path}: ENOENT: no such file or directory\n`,
    );
  });

  test("a file of more bytes than a model may have is refused unread", async () => {
    const sparse = fileOf("sparse", "");
    truncateSync(sparse, 2 ** 30 + 1);
    const { code, stderr } = await withModel(sparse);
    expect(code).toBe(2);
    expect(stderr).toBe(`bnnkit-translate: --model ${sparse}: has more than 1024 MiB\n`);
    const model = fileURLToPath(modelUrl);
    const other = await runInProcess(["--model", model, "--tokenizer", sparse, "x"]);
    expect(other.stderr).toContain(`--tokenizer ${sparse}: has more than 64 MiB\n`);
  });

  test.skipIf(process.platform !== "linux")("an endless device is refused unread", async () => {
    const { code, stderr } = await withModel("/dev/zero");
    expect(code).toBe(2);
    expect(stderr).toBe("bnnkit-translate: --model /dev/zero: is a device, not a file\n");
  });

  test.skipIf(process.platform === "win32")("a model may come through a pipe", async () => {
    const pipe = join(folder, "model-pipe");
    execFileSync("mkfifo", [pipe]);
    const run = withModel(pipe);
    await writeFile(pipe, readFileSync(modelUrl));
    expect(await run).toMatchObject({ code: 0, stderr: "" });
  });
});
