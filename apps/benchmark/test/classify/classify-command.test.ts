import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { networks } from "../../../../packages/runtime/test/classify/networks.ts";
import { randomModel } from "../../../../packages/runtime/test/random-model.ts";
import { run } from "../program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  writeFileSync(path("model.safetensors"), writeModel(randomModel(networks[0]!, 3)));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("model times a classifier, one image at a time and in batches", async () => {
  const args = ["model", "--model", path("model.safetensors"), "--quick", "--no-peers"];
  const { code, output, error } = await run([...args, "--format", "json"]);
  expect(error).toBe("timing bnnkit-wasm\n");
  expect(code).toBe(0);
  const { rows, absent, settings } = JSON.parse(output);
  expect(absent).toEqual([]);
  expect(settings).toEqual({ quick: true, rounds: 1, images: 64, threads: "1" });
  for (const [i, shape] of ["batch-1", "batch-64"].entries()) {
    const row = rows[i];
    expect(row).toMatchObject({ op: "classify", shape, arm: "bnnkit-wasm", isPeer: false });
    const imagesOfRun = (row.operationsPerSecond * row.medianMilliseconds) / 1000;
    expect(imagesOfRun).toBeCloseTo(64, 6);
  }
});

test.each([
  ["--tokenizer", path("absent")],
  ["--input", path("absent")],
])("%s is refused for a classifier", async (option, value) => {
  const { code, error } = await run([
    "model",
    ...["--model", path("model.safetensors"), option, value],
  ]);
  expect(error).toContain("classifies images and takes none");
  expect(code).toBe(2);
});
