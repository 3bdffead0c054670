import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "./program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("model --quick measures the shipped translator", { timeout: 120_000 }, async () => {
  const path = join(folder, "report.json");
  const { code, output, error } = await run(["model", "--quick", "--json", path]);
  expect(error).toBe("warming up\nround 1 of 1\n");
  expect(code).toBe(0);
  expect(output).toContain("translate-greedy batch-32, 1 thread\n");
  const { command, rows, memory } = JSON.parse(readFileSync(path, "utf8"));
  expect(command).toBe("model");
  expect(rows.map(({ op, shape }: { op: string; shape: string }) => `${op} ${shape}`)).toEqual([
    "translate-greedy batch-1",
    "translate-greedy batch-32",
    "first-token batch-1",
  ]);
  expect(memory.peakAboveEmptyBytes).toBe(memory.peakBytes - memory.emptyProcessPeakBytes);
  expect(memory.peakAboveEmptyBytes).toBeGreaterThan(memory.arenaPeakBytes);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(Object.keys(memory).filter((field) => !readme.includes(`\`${field}\``))).toEqual([]);
});
