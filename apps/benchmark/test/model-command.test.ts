import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelUrl } from "@bnnkit/model-en-de-w1a1";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
const path = (name: string): string => join(folder, name);
const shipped = fileURLToPath(modelUrl);
const given = ["--model", path("broken.safetensors"), "--tokenizer", path("tokenizer.json")];

beforeAll(() => {
  writeFileSync(path("broken.safetensors"), "this is no model file");
  writeFileSync(path("tokenizer.json"), "{}");
  writeFileSync(path("empty.txt"), "\n  \n");
  writeFileSync(path("sparse"), "");
  truncateSync(path("sparse"), 2 ** 30 + 1);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("what the user can mend ends with 2 and says how", () => {
  test.each([
    [["--model", shipped], "--model and --tokenizer belong together"],
    [["--model", path("broken.safetensors")], "--model: "],
    [["--tokenizer", path("tokenizer.json")], "--model and --tokenizer belong together"],
    [["--model", path("absent"), "--tokenizer", path("tokenizer.json")], "--model: ENOENT"],
    [["--model", shipped, "--tokenizer", folder], "is not a file"],
    [given, `--model: ${path("broken.safetensors")}: readSafetensors: bytes must be a safetensors`],
    [
      ["--model", shipped, "--tokenizer", path("tokenizer.json")],
      "tokenizer.json: readTokenizer: ",
    ],
    [["--model", "/dev/zero", "--tokenizer", path("tokenizer.json")], "/dev/zero is not a file"],
    [["--model", path("sparse"), "--tokenizer", path("tokenizer.json")], "more than 1024 MiB"],
    [["--input", path("absent.txt")], "--input: ENOENT"],
    [["--input", path("empty.txt")], "has no sentence"],
    [["--json", join(folder, "absent", "x.json")], "--json: ENOENT"],
  ])("%j", async (args, message) => {
    const { code, output, error } = await run(["model", ...args]);
    expect(error).toContain(message);
    expect(output).toBe("");
    expect(code).toBe(2);
  });
});

test("an interrupted run ends with 130", async () => {
  const signal = AbortSignal.abort(new Error("stopped by SIGINT"));
  expect(await run(["model"], signal)).toMatchObject({ code: 130, output: "" });
});
