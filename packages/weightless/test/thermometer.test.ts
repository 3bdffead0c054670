import { popcountWords, unpackUnipolar } from "@bnnkit/core";
import { createRandom } from "@bnnkit/testing";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  encodeThermometer,
  fitThermometer,
  normalQuantile,
  thermometerFrom,
} from "../src/index.ts";

describe("T25 quantile of the normal distribution", () => {
  test.each([
    [1 / 3, -0.43072729929545756],
    [0.25, -0.6744897501960817],
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.9999, 3.719016485455709],
  ])("Φ⁻¹(%f) = %f", (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 11);
    expect(normalQuantile(1 - p)).toBeCloseTo(-z, 11);
  });
});

test("has no quantile of what is no probability between 0 and 1", () => {
  for (const p of [0, 1, -1, 2, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
});

describe("thresholds", () => {
  // Two features: 0 … 9, and ten times that.
  const values = Array.from({ length: 10 }, (_, i) => [i, 10 * i]).flat();

  test("linear: equal steps", () => {
    const fit = fitThermometer({ kind: "linear", features: 2, bits: 2 });
    fit.add(values);
    expect([...fit.thermometer().thresholds]).toEqual([3, 6, 30, 60]);
  });

  test("T25 gaussian: mean ± z·σ over n", () => {
    const fit = fitThermometer({ kind: "gaussian", features: 2, bits: 3 });
    fit.add(values);
    const sigma = Math.sqrt(8.25);
    const [low = 0, middle, high = 0, ...second] = fit.thermometer().thresholds;
    expect(low).toBeCloseTo(4.5 - 0.67449 * sigma, 5);
    expect(middle).toBeCloseTo(4.5, 12);
    expect(high).toBeCloseTo(4.5 + 0.67449 * sigma, 5);
    expect(second.map((t) => t / 10)).toEqual(
      [low, middle, high].map((t) => expect.closeTo(t ?? 0, 10)),
    );
  });

  test("gaussian: a value that is the mean of whole numbers sets the middle bit", () => {
    // Their sum is 120 of 8: 15, of which one is there.
    const rows = [12, 14, 17, 19, 6, 18, 19, 15];
    const fit = fitThermometer({ kind: "gaussian", features: 1, bits: 3 });
    fit.add(rows);
    const thermometer = fit.thermometer();
    expect(thermometer.thresholds[1]).toBe(15);
    expect([...unpackUnipolar(encodeThermometer(thermometer, [15]))]).toEqual([1, 1, 0]);
  });

  test("distributive: values by rank", () => {
    const fit = fitThermometer({ kind: "distributive", features: 2, bits: 3 });
    fit.add(values);
    expect([...fit.thermometer().thresholds]).toEqual([2, 5, 7, 20, 50, 70]);
  });

  test.each(["linear", "gaussian", "distributive"] as const)(
    "%s: portions do not matter, nor does looking in between",
    (kind) => {
      const atOnce = fitThermometer({ kind, features: 2, bits: 4 });
      atOnce.add(values);
      const inPortions = fitThermometer({ kind, features: 2, bits: 4 });
      for (let i = 0; i < values.length; i += 2) {
        inPortions.add(values.slice(i, i + 2));
        inPortions.thermometer();
      }
      expect(inPortions.thermometer()).toEqual(atOnce.thermometer());
    },
  );

  test("distributive over more values than it keeps is near, and no larger", () => {
    const random = createRandom(2);
    const fit = fitThermometer({ kind: "distributive", features: 1, bits: 3, capacity: 2000 });
    for (let i = 0; i < 50; i++) fit.add(Array.from({ length: 1000 }, () => random.uniform()));
    const thresholds = [...fit.thermometer().thresholds];
    // The standard error of a quantile of 2,000 uniform values is at most 0.012.
    expect(thresholds).toEqual([0.25, 0.5, 0.75].map((q) => expect.closeTo(q, 1)));
  });

  test("a constant feature has one threshold, many times over", () => {
    for (const kind of ["linear", "gaussian", "distributive"] as const) {
      const fit = fitThermometer({ kind, features: 1, bits: 2 });
      fit.add([7, 7, 7]);
      expect([...fit.thermometer().thresholds]).toEqual([7, 7]);
    }
  });

  test("what cannot be fitted is refused", () => {
    const fit = fitThermometer({ kind: "gaussian", features: 2, bits: 2 });
    expect(() => fit.thermometer()).toThrow("no values");
    expect(() => fit.add([1, Number.NaN])).toThrow("values[1] must be finite");
    expect(() => fit.add([1])).toThrow("whole rows of 2");
    expect(() => fitThermometer({ kind: "linear", features: 1, bits: 0 })).toThrow("bits");
  });
});

describe("bits", () => {
  const thermometer = thermometerFrom({
    features: 2,
    bits: 3,
    thresholds: Float64Array.of(0, 1, 2, 10, 20, 30),
    equalSets: true,
    order: "threshold-major",
  });
  const bits = (t: typeof thermometer, values: number[]): string =>
    unpackUnipolar(encodeThermometer(t, values)).join("");

  test("rise with the value, bit by bit over all features, or feature by feature", () => {
    expect(bits(thermometer, [1, 35])).toBe("111101");
    expect(bits({ ...thermometer, order: "feature-major" }, [1, 35])).toBe("110111");
  });

  test("are set by a value equal to the threshold, or not", () => {
    expect(bits({ ...thermometer, order: "feature-major" }, [0, 10])).toBe("100100");
    expect(bits({ ...thermometer, order: "feature-major", equalSets: false }, [0, 10])).toBe(
      "000000",
    );
  });

  test("−0 is 0, infinities are past every threshold, NaN is refused", () => {
    expect(bits(thermometer, [-0, -Infinity])).toBe(bits(thermometer, [0, -1]));
    expect(bits(thermometer, [Infinity, Infinity])).toBe("111111");
    expect(() => bits(thermometer, [0, Number.NaN])).toThrow("values[1] must be a number, got NaN");
  });

  test("of wide rows stand where a dense row has them", () => {
    const random = createRandom(6);
    const [features, count] = [17, 9];
    const fit = fitThermometer({ kind: "distributive", features, bits: count });
    fit.add(Array.from({ length: 40 * features }, () => random.normal()));
    const fitted = fit.thermometer();
    const values = Array.from({ length: 3 * features }, () => random.normal());
    const expected = [0, 1, 2].flatMap((row) =>
      Array.from({ length: count * features }, (_, col) => {
        const [b, f] = [Math.floor(col / features), col % features];
        return (values[row * features + f] ?? 0) > (fitted.thresholds[f * count + b] ?? 0) ? 1 : 0;
      }),
    );
    expect([...unpackUnipolar(encodeThermometer(fitted, values))]).toEqual(expected);
  });

  test("of thresholds that fall are refused", () => {
    const thresholds = Float64Array.of(0, 2, 1, 10, 20, 30);
    expect(() => thermometerFrom({ ...thermometer, thresholds })).toThrow(
      "of feature 0 must not fall",
    );
  });
});

const reals = fc.double({ min: -1e6, max: 1e6, noNaN: true });

property.prop([
  fc.constantFrom("linear" as const, "gaussian" as const, "distributive" as const),
  fc.array(reals, { minLength: 1, maxLength: 40 }),
  fc.integer({ min: 1, max: 70 }),
  reals,
  reals,
])(
  "whatever it was fitted to, more value means at least as many bits, the first ones first",
  (kind, seen, bits, x, y) => {
    const fit = fitThermometer({ kind, features: 1, bits });
    fit.add(seen);
    const thermometer = thermometerFrom(fit.thermometer());
    const [low, high] = [Math.min(x, y), Math.max(x, y)].map((value) =>
      encodeThermometer(thermometer, [value]),
    );
    const text = unpackUnipolar(low).join("");
    expect(text).toMatch(/^1*0*$/);
    expect(popcountWords(low.words)).toBeLessThanOrEqual(popcountWords(high.words));
  },
);
