import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encoder, gatesModel } from "../../../../packages/hardware/test/command/gates-model.ts";
import { networks } from "../../../../packages/runtime/test/classify/networks.ts";
import { randomModel } from "../../../../packages/runtime/test/random-model.ts";
import { formatNetworkSpeeds } from "../../src/weightless/format-network-speeds.ts";
import { plainNetwork } from "../../src/weightless/plain-network.ts";
import { run } from "../program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
const file = join(folder, "gates.safetensors");
beforeAll(() => writeFileSync(file, writeModel(gatesModel(encoder))));
afterAll(() => rmSync(folder, { recursive: true }));

test("plain JavaScript gives the votes of each gate", () => {
  const model = gatesModel(encoder);
  if (model.description.task !== "classification") throw new TypeError("a classifier, please");
  const network = plainNetwork(model, model.description);
  // Bits: a ≥ −0.5, b ≥ −0.5, a ≥ 1.25, b ≥ 1.25. Or of the first two, and of the others; exclusive or of the outer, not and of the inner.
  const samples = Float32Array.of(2, 2, -0.5, -1, Number.NaN, 1.25, -1, -1);
  expect([...network.scores(samples)]).toEqual([2, 0, 1, 2, 1, 2, 0, 1]);
  expect([network.tables, network.numbers]).toEqual([4, 2]);
});

test("weightless times a model file alone and in batches, beside plain JavaScript", async () => {
  const args = ["weightless", file, "--quick", "--batch", "131"];
  const { code, output, error } = await run([...args, "--json"]);
  expect([code, error]).toEqual([0, `timing ${file}\n`]);
  const speeds = JSON.parse(output);
  expect(speeds).toMatchObject([
    { name: "gates", tables: 4, samples: 1 },
    { name: "gates", tables: 4, samples: 131 },
  ]);
  for (const { packed, plain, ratio } of speeds) {
    expect(ratio).toBeCloseTo(plain.cpuNanosecondsPerSample / packed.cpuNanosecondsPerSample, 9);
    // Tables of a sample over its time: 10⁶ ns are a millisecond.
    const tables = (packed.tablesPerCpuMillisecond * packed.cpuNanosecondsPerSample) / 1e6;
    expect(tables).toBeCloseTo(4, 9);
  }
  expect(formatNetworkSpeeds(speeds).split("\n")[2]).toMatch(/^\| gates \| 4 \| 1 \|/);
});

test("what is no network of tables, and what is not there, is refused", async () => {
  const other = join(folder, "other.safetensors");
  writeFileSync(other, writeModel(randomModel(networks[0]!, 3)));
  const { code, error } = await run(["weightless", other]);
  expect([code, error]).toEqual([2, expect.stringContaining(`${other}: plainNetwork: `)]);
  const absent = await run(["weightless", join(folder, "absent")]);
  expect([absent.code, absent.error]).toEqual([2, expect.stringContaining("ENOENT")]);
});
