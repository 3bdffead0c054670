import { readFileSync } from "node:fs";
import {
  comparePoint,
  countFeatures,
  defaultCalibration,
  drawConfigs,
  estimateUnit,
  generateUnit,
  type MeasuredPoint,
  summarizeErrors,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import { cacheKey, targets } from "@bnnkit/hardware/synthesis";
import { describe, expect, test } from "vitest";
import { libraryCalibration } from "../../src/estimate/library-calibration.generated.ts";
import { registerCounts } from "../../src/estimate/register-counts.ts";
import { countedAs } from "../../src/synthesis/target.ts";

const file = new URL("../../data/calibration-points.json", import.meta.url);
const points: readonly MeasuredPoint[] = JSON.parse(readFileSync(file, "utf8"));
const styles = ["compressor", "carry-chain", "behavioural"] as const;

const xnor: XnorPopcountConfig = {
  ...{ unit: "xnor-popcount", n: 64, style: "compressor", pipeline: 0 },
  ...{ weights: "loaded", threshold: "none" },
};

describe("the calibration of the package", () => {
  test("is of its points", async () => {
    expect(await cacheKey(JSON.stringify(points))).toBe(defaultCalibration.gridHash);
    const rows = defaultCalibration.unitFits.map(({ points }) => points);
    expect(rows).toEqual(targets.map((target) => points.filter((p) => p.target === target).length));
  });

  const compared = points.filter((_, i) => i % 7 === 0).map((point) => comparePoint(point));

  test("has every target, and its points within their intervals at about their rate", () => {
    for (const target of targets) {
      const summary = summarizeErrors(compared.filter((point) => point.target === target));
      expect(summary.coverage, target).toBeGreaterThan(0.8);
      expect(summary.mean, target).toBeLessThan(target === "ecp5" ? 25 : 8);
    }
    expect(compared.some(({ isExtrapolated }) => isExtrapolated)).toBe(false);
  });

  test("says how many flip-flops and shift registers there are, exactly", () => {
    expect(summarizeErrors(compared).exact).toBe(1);
    for (const { config, target, counts } of points.filter((_, i) => i % 3 === 0)) {
      const { ff, shiftRegister } = registerCounts(generateUnit(config).module, countedAs(target));
      expect([ff, shiftRegister], JSON.stringify({ config, target })).toEqual([
        counts.ff,
        counts.shiftRegister,
      ]);
    }
  });
});

describe("the calibration of libraries of cells", () => {
  const measured: readonly MeasuredPoint[] = JSON.parse(
    readFileSync(new URL("../../data/library-points.json", import.meta.url), "utf8"),
  );

  test("is of its points, and predicts them", async () => {
    expect(await cacheKey(JSON.stringify(measured))).toBe(libraryCalibration.gridHash);
    for (const target of ["osu018", "ihp-sg13g2"]) {
      const own = measured.filter((point) => point.target === target);
      expect(own).toHaveLength(183);
      const some = own.filter((_, i) => i % 7 === 0).map((point) => comparePoint(point));
      const { coverage, mean, exact } = summarizeErrors(some);
      expect(coverage).toBeGreaterThan(0.8);
      expect(mean).toBeLessThan(8);
      expect(exact).toBe(1);
    }
  });

  test("areas are those of a process", () => {
    const { areaGe, areaUm2, lut } = estimateUnit(xnor, "ihp-sg13g2");
    expect(areaUm2.value).toBeCloseTo(areaGe.value * 7.2576, 6);
    // 547.25 gate equivalents by synthesis.
    expect(areaGe.low).toBeLessThanOrEqual(547.25);
    expect(areaGe.high).toBeGreaterThanOrEqual(547.25);
    expect(lut.value).toBe(0);
    expect(estimateUnit(xnor, "asic").areaUm2.value).toBe(0);
    expect(estimateUnit(xnor, "osu018").areaGe.value).toBeLessThan(areaGe.value);
  });
});

test.each(targets)("%s: more inputs take more", (target) => {
  for (const style of styles)
    for (const pipeline of [0, 2]) {
      let before = 0;
      for (let n = 8; n <= 128; n *= 4) {
        const { lut, areaGe } = estimateUnit({ ...xnor, n, style, pipeline }, target);
        const size = lut.value + areaGe.value;
        expect(size, `${style} ${pipeline} ${n}`).toBeGreaterThan(before);
        before = size;
      }
    }
});

test("an interval holds its value, and every figure says that it is an estimate", () => {
  for (const config of drawConfigs(5, "intervals")) {
    for (const target of targets) {
      const { lut, ff, carry, areaGe } = estimateUnit(config, target);
      for (const { kind, value, low, high } of [lut, ff, carry, areaGe]) {
        expect(kind).toBe("estimate");
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
      expect(target === "asic" ? lut.high : areaGe.high).toBe(0);
    }
  }
});

test("sizes far beyond the grid are flagged, and have wider intervals", () => {
  const [near, far] = [64, 640].map((n) => estimateUnit({ ...xnor, n }, "ice40"));
  expect([near.isExtrapolated, far.isExtrapolated]).toEqual([false, true]);
  const width = ({ lut }: typeof near): number => (lut.high - lut.low) / lut.value;
  expect(width(far)).toBeGreaterThan(1.8 * width(near));
  const unseen = { ...xnor, pipeline: 0, threshold: "loaded", weights: "constant" } as const;
  expect(estimateUnit({ ...unseen, n: 5000 }, "asic").isExtrapolated).toBe(true);
});

test("delays are shift registers on xc7 alone", () => {
  const pipelined = { ...xnor, pipeline: 1 };
  const { registerBits } = countFeatures(generateUnit(pipelined).module);
  const [ice40, xc7] = [estimateUnit(pipelined, "ice40"), estimateUnit(pipelined, "xc7")];
  expect([ice40.ff.value, ice40.shiftRegister.value]).toEqual([registerBits, 0]);
  expect(xc7.shiftRegister.value).toBeGreaterThan(0);
  expect(xc7.ff.value).toBeLessThan(registerBits - 2 * xc7.shiftRegister.value);
});

test("what is no configuration or no target is refused", () => {
  expect(() => estimateUnit({ ...xnor, n: 0 }, "xc7")).toThrow("xnorPopcount: n");
  const unitFits = defaultCalibration.unitFits.filter(({ target }) => target !== "asic");
  expect(() =>
    estimateUnit(xnor, "asic", { calibration: { ...defaultCalibration, unitFits } }),
  ).toThrow("calibration must have a fit of areaGe on asic");
  expect(() => summarizeErrors([])).toThrow("points must not be empty");
});

test("configurations are drawn the same by the same seed", () => {
  expect(drawConfigs(20, "a")).toEqual(drawConfigs(20, "a"));
  expect(drawConfigs(20, "a")).not.toEqual(drawConfigs(20, "b"));
  expect(new Set(drawConfigs(200, "c").map(({ unit }) => unit)).size).toBe(8);
  for (const config of drawConfigs(200, "c")) generateUnit(config);
});
