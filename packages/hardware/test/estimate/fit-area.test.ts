import {
  featureNames,
  fitCalibration,
  generateUnit,
  trainingGrid,
  unitFeatures,
} from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { dot, normalEquations, ridge, withoutEquation } from "../../src/estimate/least-squares.ts";

const zero = {
  ...{ lut: 0, ff: 0, carry: 0, bram: 0, dsp: 0, lutRam: 0 },
  ...{ shiftRegister: 0, wideMux: 0, areaGe: 0 },
};

test("coefficients of a line through points are found, whatever they are drawn to", () => {
  const line = [2, -3, 0.5];
  const equations = Array.from({ length: 20 }, (_, i) => {
    const x = [i, (i * i) % 7, 10];
    return { x, y: dot(x, line), weight: 1 / (1 + i) };
  });
  for (const prior of [
    [0, 0, 0],
    [5, 5, 5],
  ])
    ridge(normalEquations(equations, 3), { prior, strength: 1e-9 }).forEach((c, i) => {
      expect(c).toBeCloseTo(line[i], 5);
    });
});

test("a variable that no point has keeps its prior; without points all do", () => {
  const equations = [
    { x: [1, 0], y: 3, weight: 1 },
    { x: [2, 0], y: 6, weight: 1 },
  ];
  const sums = normalEquations(equations, 2);
  const [known, unknown] = ridge(sums, { prior: [1, 7], strength: 1e-9 });
  expect(known).toBeCloseTo(3, 6);
  expect(unknown).toBe(7);
  expect(ridge(normalEquations([], 2), { prior: [1, 7], strength: 1 })).toEqual([1, 7]);
  expect(ridge(sums, { prior: [1, 7], strength: 1e9 })[0]).toBeCloseTo(1, 6);
});

test("sums without an equation are those of the others", () => {
  const equations = [1, 2, 3, 5].map((i) => ({ x: [i, i * i, 1], y: 7 - i, weight: 1 / i }));
  const { matrix, right, count } = withoutEquation(normalEquations(equations, 3), equations[2]);
  const others = normalEquations([equations[0], equations[1], equations[3]], 3);
  expect(count).toBe(3);
  matrix.flat().forEach((sum, i) => {
    expect(sum).toBeCloseTo(others.matrix.flat()[i], 12);
  });
  right.forEach((sum, i) => {
    expect(sum).toBeCloseTo(others.right[i], 12);
  });
});

/** A synthesiser that takes 2 tables a full adder and removed bit, 1 for all others, and never errs. */
const points = trainingGrid.slice(0, 30).map((config) => {
  const features = unitFeatures(generateUnit(config).module, "ice40");
  const lut = features.reduce((sum, x, i) => {
    return sum + x * (/fullAdders|sumRemovals/.test(featureNames[i]) ? 2 : 1);
  }, 0);
  return { config, target: "ice40" as const, counts: { ...zero, lut } };
});

test("a synthesiser that obeys the model is learned to a few per cent, from points not seen", async () => {
  const { fits } = await fitCalibration(points);
  expect(fits.map(({ target }) => target)).toEqual(["ice40"]);
  expect(fits[0].points).toBe(points.length);
  expect(fits[0].leaveOneOut.mean).toBeLessThan(4);
  expect(fits[0].strengths[0]).toBeLessThan(10);
});

test("the same points make the same calibration, others another hash", async () => {
  const some = points.slice(0, 6);
  const first = await fitCalibration(some);
  expect(await fitCalibration(some)).toEqual(first);
  expect(first.gridHash).toMatch(/^[0-9a-f]{64}$/);
  expect((await fitCalibration(points.slice(0, 5))).gridHash).not.toBe(first.gridHash);
});

test("targets of fewer than two points have no fit", async () => {
  expect((await fitCalibration(points.slice(0, 1))).fits).toEqual([]);
});
