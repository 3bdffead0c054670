import { describe, expect, test } from "vitest";
import { pbLlmBits } from "../../src/calibration/bits-per-weight.ts";
import { feedbackFactor } from "../../src/calibration/feedback-factor.ts";
import { inputCorrelation } from "../../src/calibration/input-correlation.ts";
import { partlyBinarizedTerms } from "../../src/calibration/partly-binarized-terms.ts";
import { pbLlm, roundPartly } from "../../src/calibration/pb-llm.ts";
import { binarizedWeight, rowStatistics } from "../../src/calibration/row-statistics.ts";
import { saliency } from "../../src/calibration/saliency.ts";
import { salientMask, salientTails } from "../../src/calibration/salient-mask.ts";
import { steppedCode, steppedRows, steppedValue } from "../../src/calibration/stepped-rows.ts";
import { productError, seededCorrelation, seededMatrix } from "./seeded-matrix.ts";

const row = { rows: 1, columns: 6, values: Float64Array.of(0.1, -0.2, 0.9, -0.05, 0.3, -1.1) };
const outliers = Uint8Array.of(0, 0, 1, 0, 0, 1);

function expectNear(actual: ArrayLike<number>, expected: readonly number[], digits = 6): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
}

describe("T19 mean and scale of a row", () => {
  const binarized = (options: Parameters<typeof rowStatistics>[2]): number[] => {
    const statistics = rowStatistics(row, outliers, options);
    return [0.1, -0.2, -0.05, 0.3].map((w) => binarizedWeight(w, 0, statistics));
  };

  test("as the code has them, zeros in place of the salient", () => {
    const { means, scales } = rowStatistics(row, outliers, { over: "zeros" });
    expectNear([...means, ...scales], [0.025, 0.116667]);
    expectNear(binarized({ over: "zeros" }), [0.141667, -0.091667, -0.091667, 0.141667]);
  });

  test("of the others alone", () => {
    const { means, scales } = rowStatistics(row, outliers);
    expectNear([...means, ...scales], [0.0375, 0.1625]);
    expectNear(binarized({}), [0.2, -0.125, -0.125, 0.2]);
  });

  test("without a mean", () => {
    expectNear(binarized({ center: "none" }), [0.1625, -0.1625, -0.1625, 0.1625]);
  });

  test("are 0 where all is salient; a weight at the mean goes up", () => {
    const { means, scales } = rowStatistics(
      row,
      outliers.map(() => 1),
    );
    expect([...means, ...scales]).toEqual([0, 0]);
    expect(binarizedWeight(-0, 0, { means: Float64Array.of(0), scales: Float64Array.of(2) })).toBe(
      2,
    );
  });
});

test("T19 saliency by magnitude, by the code's and by the paper's Hessian", () => {
  const matrix = { rows: 1, columns: 2, values: Float64Array.of(0.6, -0.4) };
  const factor = feedbackFactor({ size: 2, sums: Float64Array.of(2, 1, 1, 2) });
  expectNear(saliency(matrix, "magnitude"), [0.6, 0.4]);
  expectNear(saliency(matrix, "hessian-code", factor), [0.54, 0.32]);
  expectNear(saliency(matrix, "hessian-paper", factor), [0.81, 0.36]);
  expect(() => saliency(matrix, "hessian-code")).toThrow("saliency: factor must be there");
});

test("the mask keeps what is above the element at the share, so one fewer than the share", () => {
  const values = [5, 1, 4, 2, 3, 9, 8, 7, 6, 10];
  const marked = (share: number): number[] =>
    values.filter((_, i) => salientMask(values, share)[i] === 1);
  expect(marked(0.3)).toEqual([9, 10]);
  expect(marked(0)).toEqual([]);
  expect(marked(1)).toEqual([5, 4, 2, 3, 9, 8, 7, 6, 10]);
  expect([...salientMask([2, 2, 2], 1)]).toEqual([0, 0, 0]);
  expect(() => salientMask(values, 1.5)).toThrow("salientMask: share must be in 0 … 1, got 1.5");
});

test("the tails of training: below the k-th smallest, and above it from the other end", () => {
  const values = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5];
  // k = 2 and 8: below −4, and above 3.
  expect([...salientTails(values, 0.4)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
  expect([...salientTails(values, 0)]).toEqual(new Array(10).fill(0));
});

describe("bytes of salient weights", () => {
  test("0 is a step of a row, and its ends are reached", () => {
    const rows = steppedRows(row);
    expect(rows.steps[0]).toBeCloseTo(2 / 255, 12);
    const rounded = (w: number): number => steppedValue(steppedCode(w, 0, rows), 0, rows);
    expect(rounded(0)).toBeCloseTo(0, 12);
    for (const w of row.values)
      expect(Math.abs(rounded(w) - w)).toBeLessThanOrEqual(1 / 255 + 1e-12);
    expect(steppedCode(99, 0, rows)).toBe(255);
    expect(steppedCode(-99, 0, rows)).toBe(0);
  });

  test("a tie goes to the even step as counted from 0, as where GPTQ rounds before it adds the code of 0", () => {
    const rows = steppedRows({ rows: 1, columns: 2, values: Float64Array.of(-1, 2) }, { bits: 2 });
    expect([...rows.steps, ...rows.offsets]).toEqual([1, -1]);
    const rounded = [-0.5, 0.5, 1.5].map((w) => steppedValue(steppedCode(w, 0, rows), 0, rows));
    expect(rounded).toEqual([0, 0, 2]);
    // With a scale and a code of 0 that are given, 0.25 and 1.
    const given = { bits: 2, steps: Float64Array.of(0.25), offsets: Float64Array.of(-0.25) };
    expect(steppedCode(0.125, 0, given)).toBe(1);
  });

  test("from the least: of small numbers the negative ones stay negative", () => {
    const small = { rows: 2, columns: 2, values: Float64Array.of(-0.4, -0.1, 0.25, 0.25) };
    const rows = steppedRows(small, { origin: "least" });
    expect(steppedValue(steppedCode(-0.4, 0, rows), 0, rows)).toBe(-0.4);
    expect(steppedValue(steppedCode(-0.1, 0, rows), 0, rows)).toBeCloseTo(-0.1, 12);
    expect(steppedValue(steppedCode(0.25, 1, rows), 1, rows)).toBe(0.25);
    expect(rows.steps[1]).toBe(1);
  });
});

describe("PB-LLM", () => {
  const matrix = seededMatrix(6, 48, 7);
  const correlation = seededCorrelation(48, 8);

  test.each([0.05, 0.1, 0.3, 0.5])(
    "with feedback products come out nearer, at %f salient",
    (share) => {
      const errorOf = (feedback: boolean): number =>
        productError(matrix, pbLlm(matrix, { share, correlation, feedback }).values, correlation);
      expect(errorOf(true)).toBeLessThan(errorOf(false));
    },
  );

  test("more salient weights leave less of an error, all of them a byte's", () => {
    const errors = [0, 0.1, 0.3, 0.5, 1].map((share) =>
      productError(matrix, pbLlm(matrix, { share, correlation }).values, correlation),
    );
    expect(errors.toSorted((a, b) => b - a)).toEqual(errors);
  });

  test("its steps one by one give the same", () => {
    const whole = pbLlm(matrix, { share: 0.2 });
    const salient = salientMask(saliency(matrix, "magnitude"), 0.2);
    expect(whole.salient).toEqual(salient);
    const parts = {
      salient,
      binarized: rowStatistics(matrix, salient),
      stepped: steppedRows(matrix),
    };
    expect(whole.values).toEqual(roundPartly(matrix, parts));
    expect([...new Set(whole.values.slice(0, 48).filter((_, i) => salient[i] === 0))].length).toBe(
      2,
    );
  });

  test("is the sum of a plane of signs and of the bytes that its mask marks", () => {
    const packed = pbLlm(matrix, { share: 0.2, correlation });
    const [plane, bytes] = partlyBinarizedTerms(packed);
    expect(bytes.mask).toBe(packed.salient);
    for (const [i, value] of packed.values.entries()) {
      const row = Math.floor(i / 48);
      const ofPlane = plane.offsets[row]! + plane.scales[row]! * plane.digits[i]!;
      const ofByte = bytes.offsets[row]! + bytes.scales[row]! * bytes.digits[i]!;
      expect(ofPlane + (bytes.mask![i] === 1 ? ofByte : 0)).toBeCloseTo(value, 5);
      expect(Math.abs(plane.digits[i]!)).toBe(1);
    }
  });

  test("weights of inputs that were always 0 become what is nearest to 0", () => {
    const x = Float32Array.of(1, 0, 2, 3, 0, 1);
    const w = { rows: 1, columns: 3, values: Float64Array.of(1, 9, -1) };
    const { salient } = pbLlm(w, { share: 0.4, correlation: inputCorrelation(x, 3) });
    expect(salient[1]).toBe(0);
  });

  test("the bytes are those of the whole matrix, weights of inputs that were always 0 among them", () => {
    const correlation = inputCorrelation(Float32Array.of(0, 1, 2, 0, 3, 1), 3);
    const w = { rows: 1, columns: 3, values: Float64Array.of(9, 1, -1) };
    expect(pbLlm(w, { correlation }).stepped.steps[0]).toBe(10 / 255);
  });

  test("groups of columns have a threshold, a mean and a scale each; the last is what is left", () => {
    const w = { rows: 1, columns: 5, values: Float64Array.of(1, 2, 6, -4, -1) };
    const options = { share: 0.4, groupSize: 3, metric: "magnitude", over: "zeros" } as const;
    const { salient, binarized, values } = pbLlm(w, options);
    // Above the second of 1, 2, 6, and above the second of 1, 4.
    expect([...salient]).toEqual([0, 0, 1, 0, 0]);
    // (1 + 2 + 0)/3 and (0 + 1 + 1)/3; −2.5 ± 1.5.
    expectNear([...binarized.means, ...binarized.scales], [1, -2.5, 2 / 3, 1.5]);
    expectNear(values, [5 / 3, 5 / 3, 6, -4, -1]);
    const saliencies = Array.from(w.values, Math.abs);
    expect([...salientMask(saliencies, 0.4, { columns: 5, groupSize: 3 })]).toEqual([...salient]);
    // (5 signs and 5 marks, a byte more, of 1 row step and offset, of 2 groups mean and scale)/5
    const size = { rows: 1, columns: 5, salient: 1, signs: "all" } as const;
    expect(pbLlmBits({ ...size, groupSize: 3 })).toBe((5 + 5 + 8 + 6 * 16) / 5);
    expect(() => partlyBinarizedTerms(pbLlm(w, options))).toThrow(
      "partlyBinarizedTerms: columns (5) must equal whole groups (6)",
    );
    expect(() => pbLlm(w, { groupSize: 0 })).toThrow("groupSize must be an integer ≥ 1, got 0");
  });

  test("what does not fit is refused", () => {
    expect(() => pbLlm(matrix, { correlation: seededCorrelation(3, 1) })).toThrow(
      "pbLlm: correlation.size (3) must equal columns (48)",
    );
    const values = new Float64Array(288).fill(Number.NaN, 3, 4);
    expect(() => pbLlm({ ...matrix, values })).toThrow(/^pbLlm: values.*\b3\b.*NaN/);
  });
});

test("T19 bits of a weight: the paper's count, and with what else is stored", () => {
  const bits = (salient: number): number =>
    pbLlmBits({ rows: 1, columns: 100, salient, scaleBits: 0 });
  expect([bits(10), bits(30), bits(5)]).toEqual([2.7, 4.1, 2.35]);
  // 90 signs, 100 bits of the mask, 10 bytes, mean, scale, step and offset: 90 + 100 + 80 + 64.
  expect(pbLlmBits({ rows: 1, columns: 100, salient: 10 })).toBe(3.34);
  expect(pbLlmBits({ rows: 1, columns: 100, salient: 10, signs: "all" })).toBe(3.44);
  expect(() => pbLlmBits({ rows: 1, columns: 2, salient: 3 })).toThrow(
    "pbLlmBits: salient must be",
  );
});
