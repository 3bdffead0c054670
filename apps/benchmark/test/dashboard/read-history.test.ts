import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readHistory } from "../../src/dashboard/history/read-history.ts";
import { duetOf, duetRow, folding, history, translation } from "./history-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-history-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [first, second] = history.reports;
const write = (name: string, value: unknown): void =>
  writeFileSync(join(folder, name), JSON.stringify(value));

test("a folder, and folders in it, are read by kind and in the order of time", async () => {
  mkdirSync(join(folder, "deep"));
  write("a.json", second);
  writeFileSync(
    join(folder, "deep", "runs.jsonl"),
    `${JSON.stringify(first)}\n\n${JSON.stringify(duetOf([duetRow]))}\n[1]\n`,
  );
  write("en-de.json", translation);
  write("front.json", [folding]);
  write("other.json", { format: "something" });
  writeFileSync(join(folder, "README.md"), "no JSON");
  const read = await readHistory([folder]);
  expect(read.reports.map(({ commit }) => commit)).toEqual(["aaaaaaaaaa", "bbbbbbbbbb"]);
  expect(read.duets).toHaveLength(1);
  expect(read.translations.map(({ name }) => name)).toEqual(["en-de"]);
  expect(read.fronts.map(({ name }) => name)).toEqual(["front"]);
  expect(read.skipped.map((place) => place.replace(/.*\//, ""))).toEqual([
    "runs.jsonl:4",
    "other.json",
  ]);
});

test("what is not there or no JSON is refused by name", async () => {
  await expect(readHistory([join(folder, "absent")])).rejects.toThrow("absent: ENOENT");
  const path = join(folder, "README.md");
  await expect(readHistory([path])).rejects.toThrow("README.md: ");
});
