import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  classifier,
  conv,
  networks,
  pool,
  square,
} from "../../../../packages/runtime/test/classify/networks.ts";
import { randomModel } from "../../../../packages/runtime/test/random-model.ts";
import { run } from "../program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
const path = (name: string): string => join(folder, name);
const peers = ["tfjs-wasm", "onnxruntime-web-float", "onnxruntime-node-float"];

beforeAll(() => {
  writeFileSync(path("model.safetensors"), writeModel(randomModel(networks[0]!, 3)));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("model times a classifier beside its float peers", { timeout: 120_000 }, async () => {
  const args = ["model", "--model", path("model.safetensors"), "--quick"];
  const { code, output, error } = await run([...args, "--json", path("report.json")]);
  expect(error).toBe(`timing ${["bnnkit-wasm", ...peers].join(", ")}\n`);
  expect(code).toBe(0);
  expect(output).toContain("classify batch-64, 1 thread\n");
  expect(output).toMatch(/^ {2}model file /m);
  const { command, rows, absent, settings, memory } = JSON.parse(
    readFileSync(path("report.json"), "utf8"),
  );
  expect(command).toBe("model");
  expect(absent).toEqual([]);
  type Row = { op: string; shape: string; arm: string; isPeer: boolean; ratios: object };
  const ours = rows.filter(({ isPeer }: Row) => !isPeer);
  expect(rows.map(({ op, shape, arm }: Row) => `${op} ${shape} ${arm}`)).toEqual(
    ["batch-1", "batch-64"].flatMap((shape) =>
      ["bnnkit-wasm", ...peers].map((arm) => `classify ${shape} ${arm}`),
    ),
  );
  expect(ours.map(({ ratios }: Row) => Object.keys(ratios))).toEqual([peers, peers]);
  expect(settings).toEqual({ quick: true, rounds: 1, images: 64, threads: "1" });
  expect(memory.peakAboveEmptyBytes).toBe(memory.peakBytes - memory.emptyProcessPeakBytes);
  const compared = await run(["compare", path("report.json"), path("report.json")]);
  expect(compared).toMatchObject({ code: 0, output: expect.stringContaining("6 ratios compared") });
  expect(compared.output).toContain("classify batch-1 bnnkit-wasm");
});

test("a peer without an operator is absent with the node", { timeout: 120_000 }, async () => {
  const network = classifier("dilated", {}, [
    conv("first", "image", 4, [{ digit: "int8" }], { ...square(3), size: [4, 2] }),
    pool("scores", "first", { ...square(2), dilations: [3, 3] }),
  ]);
  writeFileSync(path("dilated.safetensors"), writeModel(randomModel(network, 3)));
  const args = ["model", "--model", path("dilated.safetensors"), "--quick", "--format", "json"];
  const { code, output } = await run(args);
  expect(code).toBe(0);
  const { absent, rows } = JSON.parse(output);
  expect(absent).toEqual([
    {
      ...{ op: "classify", arm: "tfjs-wasm", shape: "batch-1", threads: 1 },
      reason: expect.stringContaining('node "scores" (pool): its window is dilated'),
    },
  ]);
  expect(Object.keys(rows[0].ratios)).toEqual(["onnxruntime-web-float", "onnxruntime-node-float"]);
});
