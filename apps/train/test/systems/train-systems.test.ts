import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import type { ImageResult } from "../../src/image/image-result.ts";
import { formatSystems } from "../../src/systems/format-systems.ts";
import { trainSystems } from "../../src/systems/train-systems.ts";
import { scratchBars } from "../image/train-bars.ts";

beforeEach(() => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => write.mockRestore();
});

test("each run has its folder; what is done is not done again, what was stopped goes on", async () => {
  const folder = scratchBars();
  const out = join(folder, "systems");
  const flags = {
    data: join(folder, "bars"),
    batch: 10,
    epochs: 2,
    units: [8],
    nativeMatmul: "off",
  };
  const runs = [
    { system: "float", preset: "float", network: "mlp", seed: 1 },
    { system: "bnn", preset: "bnn-theano", network: "mlp", seed: 1 },
    { system: "bnn", preset: "bnn-theano", network: "mlp", seed: 2 },
  ] as const;
  const notes: string[] = [];
  const all = { out, runs, flags, note: (text: string) => void notes.push(text) };
  let asked = 0;
  const stop = {
    get reason() {
      return ++asked > 20 ? ("SIGINT" as const) : undefined;
    },
  };
  const some = await trainSystems({ ...all, stop });
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(3);
  const results = await trainSystems({ ...all, stop: { reason: undefined } });
  expect(results.slice(0, some.length)).toEqual(some);
  expect(results.map(({ system, seed }) => `${system} ${seed}`)).toEqual([
    "float 1",
    "bnn 1",
    "bnn 2",
  ]);
  for (const { sameClass, testImages } of results) expect(sameClass).toBe(testImages);
  expect(results[1]?.bitsPerParameter).toBeLessThan(results[0]?.bitsPerParameter ?? 0);
  expect(notes).toContain("1 of 3: mlp-float-float-1, done already");
  expect(existsSync(join(out, "mlp-bnn-bnn-theano-2", "model.safetensors"))).toBe(true);
  const saved = readFileSync(join(out, "mlp-bnn-bnn-theano-2", "result.json"), "utf8");
  expect(JSON.parse(saved)).toEqual(results[2]);
});

test("the table has the mean of the seeds and their spread", () => {
  const result: Omit<ImageResult, "seed" | "accuracy"> = {
    ...({ system: "bnn", preset: "bnn-theano", network: "mlp", epochs: 3, batch: 100 } as const),
    ...{ learningRate: 0.003, trainImages: 60000, testImages: 10000, loss: 0.1, seconds: 60 },
    ...{ modelBytes: 443600, bitsPerParameter: 5.25, binaryMacShare: 0.398 },
    ...{ sameClass: 10000, largestDifference: 1e-7 },
  };
  const table = formatSystems([
    { ...result, seed: 1, accuracy: 0.87 },
    { ...result, seed: 2, accuracy: 0.872 },
    { ...result, seed: 1, system: "float", preset: "float", accuracy: 0.9, sameClass: 9999 },
  ]);
  expect(table.split("\n").slice(2)).toEqual([
    "| mlp | bnn | bnn-theano | 87.10 % (2 seeds, within 0.20) | 443600 | 5.25 | 39.8 % | all |",
    "| mlp | float | float | 90.00 % | 443600 | 5.25 | 39.8 % | 9999 of 10000 |",
    "",
  ]);
});
