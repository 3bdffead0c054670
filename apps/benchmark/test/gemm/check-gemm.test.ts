import { dotBipolar } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import type { Arm } from "../../src/arm.ts";
import { checkGemm, expectedEntries } from "../../src/gemm/check-gemm.ts";
import { createGemmProblem } from "../../src/gemm/gemm-problem.ts";

const armOf = (result: ArrayLike<number>): Arm => ({
  name: "forged",
  run: () => undefined,
  result: () => result,
  dispose: () => undefined,
});

describe("a small product", () => {
  const problem = createGemmProblem({ m: 3, n: 5, k: 7 });
  const expected = expectedEntries(problem);

  test("is compared whole", () => {
    expect(expected.positions).toEqual(Array.from({ length: 3 * 5 }, (_, i) => i));
    expect(expected.values).toEqual(
      expected.positions.map((position) =>
        dotBipolar(problem.packedA, Math.floor(position / 5), problem.packedB, position % 5),
      ),
    );
    checkGemm(armOf(expected.values), problem, expected);
  });

  test.each([0, 7, 14])("one wrong integer at entry %i is found and named", (position) => {
    const wrong = [...expected.values];
    wrong[position] = (wrong[position] ?? 0) + 2;
    const place = `row ${Math.floor(position / 5)}, column ${position % 5}`;
    const values = `must be ${expected.values[position]} as in the reference, got ${wrong[position]}`;
    expect(() => checkGemm(armOf(wrong), problem, expected)).toThrow(
      `forged, 3×5×7: ${place} ${values}`,
    );
  });

  test("a fraction beside the integer is wrong, and so is NaN", () => {
    const near = expected.values.map((value, i) => (i === 4 ? value + 1e-6 : value));
    expect(() => checkGemm(armOf(near), problem, expected)).toThrow("row 0, column 4");
    const nan = expected.values.map((value, i) => (i === 4 ? Number.NaN : value));
    expect(() => checkGemm(armOf(nan), problem, expected)).toThrow("got NaN");
  });

  test("a result of another size is wrong", () => {
    expect(() => checkGemm(armOf([1]), problem, expected)).toThrow(
      "the result must have 15 entries, got 1",
    );
    expect(() => checkGemm(armOf([]), problem, expected)).toThrow("got 0");
  });
});

describe("a large product", () => {
  const [m, n, k] = [67, 71, 4096];
  const problem = createGemmProblem({ m, n, k });
  const { positions, values } = expectedEntries(problem);

  test("is compared in four rows and four columns, the ends among them", () => {
    expect(positions).toHaveLength(4 * n + 4 * m);
    const seen = new Set(positions);
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
    positions.forEach((position, i) => {
      const dot = dotBipolar(
        problem.packedA,
        Math.floor(position / n),
        problem.packedB,
        position % n,
      );
      expect(values[i]).toBe(dot);
    });
  });
});

test("operands are ±1, repeatable, and not all alike", () => {
  const { a, b } = createGemmProblem({ m: 3, n: 5, k: 131 });
  expect(createGemmProblem({ m: 3, n: 5, k: 131 })).toMatchObject({ a, b });
  for (const matrix of [a, b]) {
    expect(new Set(matrix)).toEqual(new Set([-1, 1]));
    const mean = matrix.reduce((sum, sign) => sum + sign, 0) / matrix.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(matrix.length));
  }
  expect(a.subarray(0, 131)).not.toEqual(b.subarray(0, 131));
});
