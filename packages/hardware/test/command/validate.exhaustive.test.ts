import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../../src/command/program.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("validate predicts, synthesises and compares, and the cache spares the second synthesis", async () => {
  const configs = join(folder, "configs.json");
  const list = [
    { unit: "max-pool", channels: 12, window: 4 },
    {
      ...{ unit: "xnor-popcount", n: 24, style: "carry-chain", pipeline: 1 },
      ...{ weights: "loaded", threshold: "none" },
    },
  ];
  writeFileSync(configs, JSON.stringify(list));
  const args = ["validate", "--configs", configs, "--target", "ice40", "--json"];
  const run = async (): Promise<string> => {
    let out = "";
    const code = await runProgram([...args, "--cache", join(folder, "cache")], {
      output: (text) => {
        out += text;
      },
      error: () => {},
      signal: new AbortController().signal,
    });
    expect(code).toBe(0);
    return out;
  };
  const first = await run();
  const { points } = JSON.parse(first);
  expect(points).toHaveLength(2);
  const [pool, popcount] = points;
  expect(pool).toMatchObject({ measured: 12, isExact: true, predicted: { kind: "estimate" } });
  expect(popcount.isExact).toBe(true);
  expect(Math.abs(popcount.error)).toBeLessThan(20);
  expect(await run()).toBe(first);
});
