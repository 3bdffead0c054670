import {
  bnnPynqBuilds,
  estimateModel,
  exploreModel,
  planDataflow,
  scheduleDataflow,
} from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { moduleCounts } from "../../src/model-estimate/circuit-counts.ts";
import { stageCounter } from "../../src/model-estimate/stage-counts.ts";
import { streamModule } from "../../src/network/stream-module.ts";
import { binarize, classifier, dense, drawModel, sign } from "../network/networks.ts";

const architecture = "shared-engine";
const description = classifier({ height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  dense("hidden", "bits", 32),
  sign("signs", "hidden"),
  dense("scores", "signs", 10),
]);
const folding = { engine: { pe: 4, simd: 16 } };
const asked = { part: "xc7z020", clockMHz: 100, architecture } as const;
const estimate = estimateModel(description, { ...asked, folding });

test("clocks are those of all passes, weights those of all layers", () => {
  expect(estimate).toMatchObject({ arrangement: architecture, folding, fits: true });
  const [bits, engine] = estimate.layers;
  expect(bits).toMatchObject({ name: "bits", kind: "threshold", cycles: 16 });
  // 16 beats; 8 folds of 4 steps; 3 results of 2 steps, three clocks apart; 2 after each.
  expect(engine.passes?.map(({ name, cycles, macs }) => [name, cycles, macs])).toEqual([
    ["input", 18, 0],
    ["hidden", 34, 2048],
    ["scores", 10, 320],
  ]);
  expect(engine).toMatchObject({ kind: "engine", cycles: 62, macs: 2368, weightBits: 2368 });
  expect(estimate.timing).toMatchObject({
    initiationInterval: { value: 62 },
    framesPerSecond: { value: 1e8 / 62 },
    bottleneck: "engine",
  });
  expect(estimate.traffic).toMatchObject({ weightBits: 2368, weightBitsRead: 2368 });
});

test("interval and latency are those of the schedule", () => {
  const plan = planDataflow({ description }, { architecture, folding });
  const { initiationIntervalCycles, latencyCycles } = scheduleDataflow(plan);
  expect(initiationIntervalCycles).toBe(62);
  expect(estimate.timing?.latencyCycles.value).toBe(latencyCycles);
});

test("energy is that of its passes", () => {
  const [, engine] = estimate.layers;
  const sum = engine.passes?.reduce((total, { energyPj }) => total + energyPj.value, 0);
  expect(sum).toBeCloseTo(engine.energyPj.value, 6);
});

test("it is counted as its circuit is, but for constants", () => {
  const plan = planDataflow(drawModel(description, 3), { architecture, folding });
  const engine = plan.stages.find(({ config }) => config.unit === "shared-engine");
  if (engine === undefined) throw new RangeError("no engine");
  const module = streamModule("stage", 4, [engine]);
  for (const target of ["xc7", "asic"] as const) {
    const { memories, features, ff } = stageCounter(target)(engine.config);
    const own = moduleCounts(module, target);
    expect({ memories, features, ff }).toEqual({
      memories: own.memories,
      features: own.features,
      ff: own.ff,
    });
  }
});

test("on iCE40 what is read while it is written takes registers that forward it", () => {
  const { config } = planDataflow({ description }, { architecture, folding }).stages[1];
  const [ice40, xc7] = (["ice40", "xc7"] as const).map((target) => stageCounter(target)(config).ff);
  // 4 words of the input, 2 of the hidden layer, 16 bits each: twice a word, three bits of an address, two enables.
  expect(ice40 - xc7).toBe(2 * 16 + 3 + 2);
});

test("one engine is smaller than a unit for each layer, and slower", () => {
  const [{ description: lfc, folding: published }] = bnnPynqBuilds;
  const units = estimateModel(lfc, { ...asked, architecture: "dataflow", folding: published });
  const engine = estimateModel(lfc, { ...asked, folding: { engine: { pe: 32, simd: 64 } } });
  expect(engine.total.lut.value).toBeLessThan(units.total.lut.value / 2);
  expect(engine.timing?.framesPerSecond.value).toBeLessThan(
    (units.timing?.framesPerSecond.value ?? 0) / 2,
  );
});

test("without a size: the fastest that fits, for a rate the smallest, and the front of both", () => {
  const front = exploreModel(description, { ...asked, points: 6 });
  const rates = front.map(({ framesPerSecond }) => framesPerSecond.value);
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
  // 64 · 32 + 32 · 10 products, 64 beats and three times two clocks, one product a clock; results of 32 steps each.
  expect(rates[0]).toBeCloseTo(1e8 / (64 + 2 + 2048 + 2 + 320 + 2), 6);
  const slow = estimateModel(description, { ...asked, framesPerSecond: 100_000 });
  expect(slow.timing?.initiationInterval.value).toBeLessThanOrEqual(1000);
  expect(slow.total.lut.value).toBeLessThan(estimate.total.lut.value);
  expect(estimateModel(description, asked).timing?.framesPerSecond.value).toBe(rates.at(-1));
  expect(() => estimateModel(description, { ...asked, framesPerSecond: 1e9 })).toThrow(
    "framesPerSecond must be at most",
  );
});
