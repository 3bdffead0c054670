import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
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
