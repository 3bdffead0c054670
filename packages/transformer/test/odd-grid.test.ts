import { dampedCorrelation, feedbackFactor } from "@bnnkit/quantizers/calibration";
import { describe, expect, test } from "vitest";
import { roundWithFeedback } from "../src/error-feedback.ts";
import { roundToGrid } from "../src/odd-grid.ts";
import { seededWords } from "../src/seeded-random.ts";

describe("roundToGrid", () => {
  test("a row on the grid stays as it is", () => {
    const values = Float32Array.from([-0.75, -0.25, 0.25, 0.75, 0.25, -0.75]);
    const { codes, scales } = roundToGrid(values, { rows: 1, columns: 6, bits: 2 });
    expect([...codes]).toEqual([-3, -1, 1, 3, 1, -3]);
    expect(scales[0]).toBeCloseTo(0.25, 6);
  });

  test("an outlier does not decide the scale of a row in which little else is large", () => {
    const values = new Float32Array(64).fill(0.1);
    values[5] = 1;
    const { scales } = roundToGrid(values, { rows: 1, columns: 64, bits: 2 });
    expect(scales[0]).toBeLessThan(0.2);
  });

  test("a row of zeros has the scale 1, a row of nothing is fine", () => {
    expect(roundToGrid(new Float32Array(3), { rows: 1, columns: 3, bits: 3 }).scales).toEqual(
      Float32Array.of(1),
    );
    expect(roundToGrid(new Float32Array(0), { rows: 0, columns: 3, bits: 3 }).codes.length).toBe(0);
  });

  test.each([0, 8, 2.5])("%d bits are refused", (bits) => {
    expect(() => roundToGrid(new Float32Array(2), { rows: 1, columns: 2, bits })).toThrow(
      "roundToGrid: bits must be an integer in 1 … 7",
    );
  });

  test("NaN and another length are refused, naming the index", () => {
    const grid = { rows: 1, columns: 2, bits: 2 };
    expect(() => roundToGrid(Float32Array.of(0, Number.NaN), grid)).toThrow(
      "roundToGrid: values[1] must be finite, got NaN",
    );
    expect(() => roundToGrid(new Float32Array(3), grid)).toThrow(
      "roundToGrid: values must have rows × columns = 2 elements, got 3",
    );
  });
});

describe("roundWithFeedback", () => {
  const [rows, columns, seen] = [6, 24, 40];
  const words = seededWords(3);
  const random = (length: number): Float32Array =>
    Float32Array.from({ length }, () => words() / 2 ** 32 - 0.5);
  const values = random(rows * columns);
  // Inputs that have much in common, as those of a network do.
  const common = random(seen);
  const x = random(seen * columns).map((value, i) => value + 3 * common[Math.floor(i / columns)]);
  const sums = new Float64Array(columns ** 2);
  for (let i = 0; i < columns ** 2; i++) {
    for (let s = 0; s < seen; s++) {
      sums[i] += x[s * columns + Math.floor(i / columns)] * x[s * columns + (i % columns)];
    }
  }
  const factor = feedbackFactor(dampedCorrelation({ size: columns, sums }));

  /** `Σ (x·wᵀ − x·gᵀ)²` over the inputs that were seen. */
  const productError = ({ codes, scales }: { codes: Int8Array; scales: Float32Array }): number => {
    let sum = 0;
    for (let s = 0; s < seen; s++) {
      for (let row = 0; row < rows; row++) {
        let difference = 0;
        for (let k = 0; k < columns; k++) {
          const at = row * columns + k;
          difference += x[s * columns + k] * (values[at] - codes[at] * scales[row]);
        }
        sum += difference ** 2;
      }
    }
    return sum;
  };

  test.each([1, 2, 3, 4])("products of %d-bit weights come out nearer than by rounding", (bits) => {
    const options = { rows, columns, bits };
    const fed = productError(roundWithFeedback(values, options, factor));
    expect(fed).toBeLessThan(0.7 * productError(roundToGrid(values, options)));
  });

  test("inputs that have nothing in common give plain rounding", () => {
    const diagonal = new Float64Array(columns ** 2);
    for (let i = 0; i < columns; i++) diagonal[i * (columns + 1)] = 1 + i;
    const options = { rows, columns, bits: 3 };
    const plain = roundWithFeedback(
      values,
      options,
      feedbackFactor({ size: columns, sums: diagonal }),
    );
    expect(plain).toEqual(roundToGrid(values, options));
  });

  test("a factor of another size is refused", () => {
    expect(() =>
      roundWithFeedback(values, { rows, columns, bits: 2 }, new Float64Array(4)),
    ).toThrow("roundWithFeedback: factor must have 576 elements, got 4");
  });
});
