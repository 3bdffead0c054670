import {
  bnnPynqBuilds,
  deviceNamed,
  devices,
  framesPerSecond,
  planDataflow,
  scheduleBeats,
} from "@bnnkit/hardware";
import { expect, test } from "vitest";

const slowest = Object.fromEntries(
  bnnPynqBuilds.map(({ name, description, folding, clockMHz }) => {
    const { layers, processor } = planDataflow({ description }, { folding });
    expect(processor).toEqual([]);
    const products = layers.filter(({ kind }) => kind === "product");
    const cycles = Math.max(...products.map((layer) => layer.cycles));
    return [name, { cycles, rate: framesPerSecond(clockMHz, cycles), layers }];
  }),
);

test("clocks of the slowest layer, and images a second beside those measured", () => {
  const { lfcW1A1, cnvW1A1, cnvW2A2 } = slowest;
  expect([lfcW1A1.cycles, cnvW1A1.cycles, cnvW2A2.cycles]).toEqual([512, 32_768, 115_200]);
  expect(cnvW1A1.rate).toBeCloseTo(9155.3, 1);
  expect(cnvW2A2.rate).toBeCloseTo(2604.2, 1);
  const errors = bnnPynqBuilds.slice(1).map(({ name, published }) => {
    return slowest[name].rate / (published.framesPerSecond ?? 0) - 1;
  });
  expect(errors[0]).toBeCloseTo(0.0005, 3);
  expect(errors[1]).toBeCloseTo(0.009, 3);
});

test("clocks of each layer of the CNV of one bit", () => {
  expect(
    slowest.cnvW1A1.layers.filter(({ kind }) => kind === "product").map(({ cycles }) => cycles),
  ).toEqual([32400, 28224, 20736, 28800, 20736, 18432, 32768, 32768, 8192]);
});

test("an image in an empty LFC takes less than its layers one after another", () => {
  const [{ description, folding }] = bnnPynqBuilds;
  const { stages, layers, input } = planDataflow({ description }, { folding });
  const beats = input.features / input.numbers;
  const { outputClocks } = scheduleBeats(
    stages.map(({ config }) => config),
    beats,
    64 / 16,
  );
  const total = layers.reduce((sum, { cycles }) => sum + cycles, 0);
  expect(outputClocks.at(-1)).toBeLessThan(total + 100);
  expect(outputClocks.at(-1)).toBeGreaterThan(512);
});

test("builds fit their device; parts are found by name", () => {
  for (const { device, published } of bnnPynqBuilds) {
    const { lut, ff, blockRams, dsp } = deviceNamed(device);
    expect(published.lut).toBeLessThan(lut);
    expect(published.ff).toBeLessThan(ff);
    expect(published.ramb36 + published.ramb18 / 2).toBeLessThanOrEqual(blockRams);
    expect(published.dsp).toBeLessThan(dsp);
  }
  expect(new Set(devices.map(({ name }) => name)).size).toBe(devices.length);
  expect(() => deviceNamed("xc9")).toThrow("deviceNamed: name must be one of xc7z010, xc7z020");
});
