import {
  bnnPynqBuilds,
  type MatrixVectorConfig,
  planDataflow,
  type Target,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";
import { featureNames } from "../../src/estimate/unit-features.ts";
import { type CircuitCounts, moduleCounts } from "../../src/model-estimate/circuit-counts.ts";
import { stageCounter } from "../../src/model-estimate/stage-counts.ts";
import { countCells } from "../../src/netlist/count-features.ts";
import { ModuleBuilder } from "../../src/netlist/module-builder.ts";
import { bipolarNumber, type StreamNumber } from "../../src/network/stream.ts";
import { streamModule } from "../../src/network/stream-module.ts";
import { compressColumns, countCompressor } from "../../src/units/compressor-tree.ts";
import { sumNumber } from "../../src/units/matrix-vector.ts";
import { Pipeline } from "../../src/units/pipeline.ts";

test("full adders of a compressor from the heights of its columns alone", () => {
  // Seven bits: two adders leave three and two carries, one leaves one and three, one leaves two: 1 + 1 + 2 columns.
  expect(countCompressor([7, 0, 0])).toEqual({ fullAdders: 4, chainBits: 0 });
  for (const heights of [
    [1],
    [2],
    [3, 1],
    [64, 0, 0, 0, 0, 0, 0],
    [5, 9, 2, 0, 0],
    [17, 17, 17, 0, 0, 0],
  ]) {
    const m = new ModuleBuilder("sum");
    const bits = m.input(
      "bits",
      heights.reduce((a, b) => a + b, 0),
    );
    let next = 0;
    const columns = heights.map((height) => {
      next += height;
      return bits.slice(next - height, next);
    });
    m.output("sum", compressColumns(m, columns, new Pipeline(m, 0)));
    const { fullAdders, adderBits } = countCells(m.build());
    expect(countCompressor(heights), heights.join()).toEqual({ fullAdders, chainBits: adderBits });
  }
});

const bits = (count: number): StreamNumber => ({ bits: count, scale: 1, offset: 0 });

function product(
  sizes: readonly [inputs: number, outputs: number, pe: number, simd: number],
  more: Partial<MatrixVectorConfig> = {},
): MatrixVectorConfig {
  const [inputs, outputs, pe, simd] = sizes;
  const config: MatrixVectorConfig = {
    ...{ unit: "matrix-vector", inputs, outputs, pe, simd, input: bipolarNumber, weightBits: 1 },
    ...{ levels: 1, output: bipolarNumber, style: "compressor" as const, ...more },
  };
  return config.levels === 0 ? { ...config, output: sumNumber(config) } : config;
}

/** The whole netlist, with weights and thresholds that differ wherever they may. */
function wholeOf(config: MatrixVectorConfig, target: Target): CircuitCounts {
  const { inputs, outputs, levels, simd, input } = config;
  const weights = Array.from({ length: inputs * outputs }, (_, i) => {
    const row = Math.floor(i / inputs);
    return (i + row) % 2 === 0 ? 1 : -1;
  });
  const thresholds = Array.from(
    { length: outputs * levels },
    (_, i) => 2 * (i % levels) - levels + 2 * (Math.floor(i / levels) % 5),
  );
  const constants = { weights, thresholds };
  const stage = { name: "stage", config, constants };
  return moduleCounts(streamModule("whole", simd * input.bits, [stage]), target);
}

describe.each(["xc7", "ecp5"] as const)("%s: a folded product", (target) => {
  test.each([
    product([64, 32, 4, 8]),
    product([64, 32, 4, 64]),
    product([64, 8, 8, 16]),
    product([48, 8, 8, 48]),
    product([96, 12, 3, 12], { input: bits(2), levels: 3, output: bits(2) }),
    product([96, 12, 3, 12], { input: bits(8), weightBits: 8, levels: 0 }),
    product([64, 32, 4, 8], { style: "carry-chain" }),
  ])("$inputs → $outputs by $pe × $simd is counted as its whole netlist is", (config) => {
    const counts = stageCounter(target)(config);
    const whole = wholeOf(config, target);
    const isFixed = config.pe === config.outputs;
    for (const [i, name] of featureNames.entries()) {
      // How many bits of a threshold that is built in matter is its own affair.
      if (name === "constantComparatorBits" && isFixed) continue;
      expect(counts.features[i], name).toBe(whole.features[i]);
    }
    expect(counts.ff).toBe(whole.ff);
    if (!isFixed) expect(counts.carry).toBe(whole.carry);
    const memories = (all: typeof whole.memories) =>
      all
        .map(({ words, width, ports, count }) => ({ words, width, ports, count }))
        .flatMap(({ count, ...one }) => Array.from({ length: count }, () => one))
        .sort((a, b) => a.ports.localeCompare(b.ports));
    expect(memories(counts.memories)).toEqual(memories(whole.memories));
  });
});

test("every stage of a published build is counted", () => {
  const [, { description, folding }] = bnnPynqBuilds;
  const count = stageCounter("xc7");
  for (const { name, config } of planDataflow({ description }, { folding }).stages) {
    const { features, ff } = count(config);
    expect(Math.min(...features), name).toBeGreaterThanOrEqual(0);
    expect(ff, name).toBeGreaterThan(0);
  }
});
