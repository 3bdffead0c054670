import { dot } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import { checkResult } from "../../src/expectation.ts";
import { expectGemm } from "../../src/gemm/expect-gemm.ts";
import { createGemmOperands } from "../../src/gemm/gemm-operands.ts";

describe("a small product", () => {
  const problem = createGemmOperands({ m: 3, n: 5, k: 7 });
  const expected = expectGemm(problem);

  test("is compared whole", () => {
    expect(expected.positions).toEqual(Array.from({ length: 3 * 5 }, (_, i) => i));
    expect(expected.values).toEqual(
      Array.from(expected.positions, (position) =>
        dot(problem.packedA, Math.floor(position / 5), problem.packedB, position % 5),
      ),
    );
    checkResult("forged, 3x5x7", expected.values, expected);
  });

  test.each([0, 7, 14])("one wrong integer at entry %i is found and named", (position) => {
    const wrong = Array.from(expected.values);
    wrong[position] = (wrong[position] ?? 0) + 2;
    const place = `row ${Math.floor(position / 5)}, column ${position % 5}`;
    const difference = `must be ${expected.values[position]} as in the reference, got ${wrong[position]}`;
    expect(() => checkResult("forged, 3x5x7", wrong, expected)).toThrow(
      `forged, 3x5x7: ${place} ${difference}`,
    );
  });

  test("a fraction beside the integer is wrong, and so is NaN", () => {
    const near = Array.from(expected.values, (value, i) => (i === 4 ? value + 1e-6 : value));
    expect(() => checkResult("forged, 3x5x7", near, expected)).toThrow("row 0, column 4");
    const nan = Array.from(expected.values, (value, i) => (i === 4 ? Number.NaN : value));
    expect(() => checkResult("forged, 3x5x7", nan, expected)).toThrow("got NaN");
  });

  test("a result of another size is wrong", () => {
    expect(() => checkResult("forged, 3x5x7", [1], expected)).toThrow(
      "the result must have 15 entries, got 1",
    );
    expect(() => checkResult("forged, 3x5x7", [], expected)).toThrow("got 0");
  });
});

describe("a large product", () => {
  const [m, n, k] = [67, 71, 4096];
  const problem = createGemmOperands({ m, n, k });
  const { positions, values } = expectGemm(problem);

  test("is compared in four rows and four columns, the ends among them", () => {
    expect(positions).toHaveLength(4 * n + 4 * m);
    const seen = new Set(Array.from(positions));
    for (let column = 0; column < n; column++) {
      expect(seen).toContain(column);
      expect(seen).toContain((m - 1) * n + column);
    }
    for (let row = 0; row < m; row++) {
      expect(seen).toContain(row * n);
      expect(seen).toContain(row * n + n - 1);
    }
  });

  test("its sample is that of the product", () => {
    Array.from(positions).forEach((position, i) => {
      const expected = dot(
        problem.packedA,
        Math.floor(position / n),
        problem.packedB,
        position % n,
      );
      expect(values[i]).toBe(expected);
    });
  });
});

test("operands are ±1, repeatable, and not all alike", () => {
  const { a, b } = createGemmOperands({ m: 3, n: 5, k: 131 });
  expect(createGemmOperands({ m: 3, n: 5, k: 131 })).toMatchObject({ a, b });
  for (const matrix of [a, b]) {
    expect(new Set(matrix)).toEqual(new Set([-1, 1]));
    const mean = matrix.reduce((sum, sign) => sum + sign, 0) / matrix.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(matrix.length));
  }
  expect(a.subarray(0, 131)).not.toEqual(b.subarray(0, 131));
});
