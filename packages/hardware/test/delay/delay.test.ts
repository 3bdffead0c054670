import { ice40PeriodNs, popcountDelayNs } from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";

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
