import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
const path = (name: string): string => join(folder, name);
const given = ["--model", path("broken.safetensors"), "--tokenizer", path("tokenizer.json")];

beforeAll(() => {
  writeFileSync(path("broken.safetensors"), "this is no model file");
  writeFileSync(path("tokenizer.json"), "{}");
  writeFileSync(path("empty.txt"), "\n  \n");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("what the user can mend ends with 2 and says how", () => {
  test.each([
    [["--model", path("broken.safetensors")], "--model and --tokenizer belong together"],
    [["--tokenizer", path("tokenizer.json")], "--model and --tokenizer belong together"],
    [["--model", path("absent"), "--tokenizer", path("tokenizer.json")], "--model: ENOENT"],
    [["--model", path("broken.safetensors"), "--tokenizer", folder], "is not a file"],
    [[...given, "--input", path("absent.txt")], "--input: ENOENT"],
    [[...given, "--input", path("empty.txt")], "has no sentence"],
    [[...given, "--json", join(folder, "absent", "x.json")], "--json: ENOENT"],
  ])("%j", async (args, message) => {
    const { code, output, error } = await run(["model", ...args]);
    expect(error).toContain(message);
    expect(output).toBe("");
    expect(code).toBe(2);
  });
});

test("a broken model file ends with 1, says why and leaves no report", async () => {
  const args = ["model", "--quick", ...given, "--json", path("report.json")];
  const { code, output, error } = await run(args);
  expect(error).toContain(
    "error: the measured process ended with exit code 1: readSafetensors: header length",
  );
  expect(output).toBe("");
  expect(code).toBe(1);
  expect(readdirSync(folder)).not.toContain("report.json");
});

test("an interrupted run ends with 130", async () => {
  const signal = AbortSignal.abort(new Error("stopped by SIGINT"));
  expect(await run(["model", ...given], signal)).toMatchObject({ code: 130, output: "" });
});
