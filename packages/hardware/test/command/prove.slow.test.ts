import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binarize, classifier, dense, drawModel, sign } from "../network/networks.ts";
import { run } from "./run-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function outputOf(...args: readonly string[]): Promise<string> {
  const { code, out, errors } = await run(...args);
  expect({ code, errors: code === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
  return out;
}

test("prove unit: vectors through the netlist, and a proof on an FPGA", async () => {
  const config = { unit: "max-pool", channels: 4, window: 4 };
  const out = await outputOf("prove", "unit", JSON.stringify(config), "--target", "ice40", "asic");
  expect(out).toMatch(/^ice40: 10016 vectors .* all right\nice40: .* proved by induction\nasic: /);
});

test.each([
  ["a unit for each layer", [], { hidden: { pe: 2, simd: 4 }, scores: { pe: 1, simd: 2 } }],
  ["one engine", ["--architecture", "shared-engine"], { engine: { pe: 2, simd: 4 } }],
])("prove model, %s: samples through the netlist as the reference", async (_, options, folding) => {
  const input = { height: 1, width: 1, features: 16, code: [{ digit: "uint8" }] } as const;
  const description = classifier(input, [
    binarize("image"),
    dense("hidden", "bits", 8),
    sign("signs", "hidden"),
    dense("scores", "signs", 3),
  ]);
  const file = join(folder, "small.safetensors");
  writeFileSync(file, writeModel(drawModel(description, 5)));
  const sizes = ["--folding", JSON.stringify(folding), ...options];
  const out = await outputOf("prove", "model", file, ...sizes);
  expect(out).toBe("asic: 256 samples through the mapped netlist, all as the reference\n");
});
