import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-scripts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Standard output of a script of the workspace, run as the README says. */
async function runScript(...args: readonly string[]): Promise<string> {
  const command = ["-y", "pnpm@12", "-s", ...args];
  return (await promisify(execFile)("npx", command, { cwd: root })).stdout;
}

test("translate gives one line for each line read, in order, and nothing else", async () => {
  const lines = ["I am tired.", "", "Where is my new car?", "I am tired."];
  writeFileSync(join(folder, "lines.txt"), lines.map((line) => `${line}\n`).join(""));
  const output = await runScript("translate", "--input", join(folder, "lines.txt"));
  const [tired, empty, car, again, end, ...more] = output.split("\n");
  expect(tired).toMatch(/^\S/);
  expect({ empty, car, again }).toEqual({
    empty: "",
    car: "Wo ist mein neues Auto?",
    again: tired,
  });
  expect({ end, more }).toEqual({ end: "", more: [] });
  expect(await runScript("translate", "Where is my new car?")).toBe(`${car}\n`);
});

test("train evaluate scores the shipped model on any TSV", async () => {
  const data = join(folder, "pairs.tsv");
  writeFileSync(data, "Where is my new car?\tWo ist mein neues Auto?\tWo steht mein neues Auto?\n");
  const { segments, references, bleu } = JSON.parse(
    await runScript("train", "evaluate", "--data", data, "--json"),
  );
  expect({ segments, references }).toEqual({ segments: 1, references: 2 });
  expect(bleu.score).toBeCloseTo(100, 6);
});

test("bench says what it can do", async () => {
  expect(await runScript("bench", "--help")).toContain("kernels");
});
