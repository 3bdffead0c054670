import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "./program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("model --quick measures the shipped translator", { timeout: 300_000 }, async () => {
  const path = join(folder, "report.json");
  const input = join(folder, "sentences.txt");
  writeFileSync(input, "Good morning.\nWhere is my new car?\nI have never been there.\n");
  const { code, output, error } = await run(["model", "--quick", "--input", input, "--json", path]);
  expect(error).toBe("warming up\nround 1 of 1\n");
  expect(code).toBe(0);
  expect(output).toContain("translate-greedy batch-32, 1 thread\n");
  const { command, rows, absent, memory } = JSON.parse(readFileSync(path, "utf8"));
  expect(command).toBe("model");
  const peers = ["onnxruntime-web-float", "onnxruntime-web-float-plain"];
  type Row = { op: string; shape: string; arm: string };
  expect(rows.map(({ op, shape, arm }: Row) => `${op} ${shape} ${arm}`)).toEqual([
    ...["bnnkit-wasm", ...peers].map((arm) => `translate-greedy batch-1 ${arm}`),
    "translate-greedy batch-32 bnnkit-wasm",
    ...["bnnkit-wasm", ...peers].map((arm) => `first-token batch-1 ${arm}`),
  ]);
  expect(absent).toEqual([]);
  expect(Object.keys(memory.peers)).toEqual(peers);
  expect(Object.keys(rows[0].ratios)).toEqual(peers);
  expect(memory.peakAboveEmptyBytes).toBe(memory.peakBytes - memory.emptyProcessPeakBytes);
  expect(memory.peakAboveEmptyBytes).toBeGreaterThan(memory.arenaPeakBytes);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(Object.keys(memory).filter((field) => !readme.includes(`\`${field}\``))).toEqual([]);
});
