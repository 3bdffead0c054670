import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runInProcess } from "../run-in-process.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-command-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--help says what the page does", async () => {
  const { code, stdout } = await runInProcess(["page", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("bnnkit-translate page [options]");
  expect(stdout).toContain("--out <folder>");
});

test.each([
  [["--port", "70000"], "expected a whole number from 0 to 65535"],
  [["--colour"], "unknown option '--colour'"],
  [["words"], "too many arguments"],
])("page %j is refused", async (args, reason) => {
  const { code, stderr } = await runInProcess(["page", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(reason);
});

test("a folder that holds other files is not emptied", async () => {
  const own = join(folder, "own");
  mkdirSync(own);
  writeFileSync(join(own, "letter.txt"), "dear");
  const { code, stderr } = await runInProcess(["page", "--out", own]);
  expect(code).toBe(2);
  expect(stderr).toContain(`--out ${own}: holds other files`);
});

test("a file is no folder", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const { code, stderr } = await runInProcess(["page", "--out", file]);
  expect(code).toBe(2);
  expect(stderr).toContain("ENOTDIR");
});
