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

test("prove logic synthesises, and holds samples and every input against the model", async () => {
  const { code, out, errors } = await run("prove", "logic", file, "--vectors", "320");
  expect([code, errors]).toEqual([0, ""]);
  expect(out.split("\n")).toEqual([
    "asic: 320 samples through the mapped netlist, all as the model says",
    "asic: all 16 inputs of the core, all as the model says",
    "",
  ]);
}, 60_000);
