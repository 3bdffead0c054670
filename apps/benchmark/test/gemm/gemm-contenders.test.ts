import { describe, expect, test } from "vitest";
import { checkGemm, expectedEntries } from "../../src/gemm/check-gemm.ts";
import { gemmContenders } from "../../src/gemm/gemm-contenders.ts";
import { createGemmProblem } from "../../src/gemm/gemm-problem.ts";

const shapes = [
  { m: 1, n: 1, k: 1 },
  { m: 1, n: 17, k: 127 },
  { m: 2, n: 3, k: 31 },
  { m: 5, n: 7, k: 32 },
  { m: 7, n: 5, k: 33 },
  { m: 3, n: 11, k: 128 },
  { m: 11, n: 13, k: 129 },
  { m: 1, n: 19, k: 3969 },
];

describe.each(gemmContenders)("$name", ({ name, prepare }) => {
  test.each(shapes)("$m×$n×$k equals the reference, run once or twice", async (shape) => {
    const problem = createGemmProblem(shape);
    const expected = expectedEntries(problem);
    expect(expected.positions).toHaveLength(shape.m * shape.n);
    const arm = await prepare(problem);
    try {
      expect(arm.name).toBe(name);
      arm.run();
      checkGemm(arm, problem, expected);
      arm.run();
      checkGemm(arm, problem, expected);
    } finally {
      arm.dispose();
    }
  });

  test("two problems at a time do not disturb each other", async () => {
    const small = createGemmProblem({ m: 2, n: 3, k: 5 });
    const large = createGemmProblem({ m: 13, n: 11, k: 257 });
    const arms = [await prepare(small), await prepare(large)] as const;
    for (const arm of arms) arm.run();
    checkGemm(arms[0], small, expectedEntries(small));
    checkGemm(arms[1], large, expectedEntries(large));
    for (const arm of arms) arm.dispose();
  });
});

test("names are unique, and those of peers too", () => {
  const names = gemmContenders.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
