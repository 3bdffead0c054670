import {
  generateUnit,
  ice40PeriodNs,
  popcountDelayNs,
  type UnitConfig,
  unitPeriodNs,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";
import { compareClock } from "../../src/command/validate-clocks.ts";
import { betweenRegisters } from "../../src/synthesis/between-registers.ts";

test.each([
  ["ice40-hx8k", "compressor", 32, 11.0],
  ["ice40-hx8k", "compressor", 64, 13.8],
  ["ice40-hx8k", "compressor", 256, 18.3],
  ["ice40-hx8k", "behavioural", 32, 9.8],
  ["ice40-hx8k", "behavioural", 256, 18.25],
  ["ihp-sg13g2", "compressor", 16, 2.21],
  ["ihp-sg13g2", "compressor", 1024, 6.36],
  ["nangate45", "compressor", 256, 1.43],
] as const)("%s, %s, %i lanes: %f ns is within", (target, style, n, measured) => {
  const { low, high, isExtrapolated } = popcountDelayNs(n, target, style);
  expect(measured).toBeGreaterThanOrEqual(low);
  expect(measured).toBeLessThanOrEqual(high);
  expect(isExtrapolated).toBe(false);
});

describe("delays", () => {
  test("a doubling costs the same everywhere", () => {
    const at = (n: number): number => popcountDelayNs(n, "ice40-hx8k").value;
    expect(at(64) - at(32)).toBeCloseTo(2.432, 9);
    expect(at(256) - at(128)).toBeCloseTo(2.432, 9);
    expect(popcountDelayNs(512, "ice40-hx8k").isExtrapolated).toBe(true);
  });

  test("what was not measured is refused", () => {
    expect(() => popcountDelayNs(64, JSON.parse('"xc7"'))).toThrow(
      "target and style must be one of ice40-hx8k compressor",
    );
    expect(() => popcountDelayNs(64, "nangate45", "behavioural")).toThrow("got nangate45 behav");
    expect(() => popcountDelayNs(1, "nangate45")).toThrow("popcountDelayNs: n");
  });

  test("a clock from the longest path", () => {
    expect(ice40PeriodNs(12).value).toBeCloseTo(1.633 + 13.644, 9);
    // Placed and routed: a compressor of 128 lanes 15.9 ns; with registers at every level 3.77 ns.
    for (const [depth, measured] of [
      [12, 15.9],
      [2, 3.77],
    ]) {
      const { low, high } = ice40PeriodNs(depth);
      expect(measured).toBeGreaterThanOrEqual(low);
      expect(measured).toBeLessThanOrEqual(high);
    }
    expect(ice40PeriodNs(20).isExtrapolated).toBe(true);
    expect(() => ice40PeriodNs(0)).toThrow("depth must be an integer ≥ 1, got 0");
  });
});

describe("the clock of a unit on an iCE40", () => {
  const xnor: XnorPopcountConfig = {
    ...{ unit: "xnor-popcount", n: 1, style: "compressor", pipeline: 0 },
    ...{ weights: "loaded", threshold: "none" },
  };

  test("is the longest path of tables and carries", () => {
    // One product is a table between registers.
    const one = unitPeriodNs(xnor);
    expect(one.value).toBeCloseTo(0.563 + 1.084, 9);
    // A comparator of 13 bits: a bit into its carry, twelve bits on, out of it.
    const chain = unitPeriodNs({
      ...{ unit: "threshold", bits: 13, levels: 1, thresholds: "loaded" },
    });
    expect(chain.value).toBeGreaterThan(0.563 + 0.852 + 12 * 0.132 + 0.612 - 1e-9);
    const deep = unitPeriodNs({ ...xnor, n: 128, pipeline: 0 });
    const registered = unitPeriodNs({ ...xnor, n: 128, pipeline: 1 });
    expect(deep.value).toBeGreaterThan(4 * registered.value);
    expect(deep.provenance.source).toContain("nextpnr");
  });

  // Placed and routed by nextpnr-ice40 0.4, means of seeds 1 to 3; none was fitted on.
  const routed: readonly (readonly [UnitConfig, number])[] = [
    [{ ...xnor, n: 94, threshold: "constant" }, 12.37],
    [{ ...xnor, n: 31, pipeline: 2, threshold: "loaded" }, 3.62],
    [
      {
        ...{ unit: "signed-sum", n: 15, bits: 4, style: "behavioural", pipeline: 0 },
        weights: "loaded",
      },
      10.13,
    ],
  ];
  test.each(routed)("%j: %f ns is within", (config, measured) => {
    const { value, low, high } = unitPeriodNs(config);
    expect(Math.abs(value / measured - 1)).toBeLessThan(0.1);
    expect(measured).toBeGreaterThanOrEqual(low);
    expect(measured).toBeLessThanOrEqual(high);
  });

  test("is compared with what was routed", () => {
    const predicted = unitPeriodNs(xnor);
    const near = compareClock(xnor, predicted, [1.25, 1.5, 1.75]);
    expect([near.measuredNs, near.isCovered]).toEqual([1.5, true]);
    expect(near.error).toBeCloseTo(100 * (1.647 / 1.5 - 1), 9);
    expect(compareClock(xnor, predicted, [2.5]).isCovered).toBe(false);
  });

  test("is measured between registers that pins reach bit by bit", () => {
    const text = betweenRegisters(generateUnit({ ...xnor, n: 5, pipeline: 1 }).module);
    expect(text).toContain("module between_registers");
    expect(text).toContain(
      "xnor_popcount unit (.clk(clk), .a(taken[4:0]), .w(taken[9:5]), .count(made[2:0]));",
    );
  });
});
