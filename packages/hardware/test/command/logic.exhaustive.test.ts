import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encoder, gatesModel } from "./gates-model.ts";
import { run } from "./run-command.ts";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
  file = join(folder, "gates.safetensors");
  writeFileSync(file, writeModel(gatesModel(encoder)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("prove logic synthesises, holds samples and every input against the model, and has wrong netlists caught", async () => {
  const { code, out, errors } = await run("prove", "logic", file, "--vectors", "3200", "--json");
  expect([code, errors]).toEqual([0, expect.stringContaining("asic: cells: solver: ")]);
  const [proof] = JSON.parse(out);
  expect(proof).toMatchObject({ samples: 3200, interpretedSamples: 1024, coreInputs: 16 });
  for (const { total, caughtByVectors, caughtBySolver, equivalent } of [proof.cells, proof.tables])
    expect(caughtByVectors + caughtBySolver + equivalent).toBe(total);
  // Four tables, each complemented, always 0, always 1.
  expect(proof.tables).toMatchObject({ total: 12, undecided: 0 });
}, 300_000);
