import { describe, expect, test } from "vitest";
import type { Arm, Contender } from "../../src/arm.ts";
import { benchmarkGemm, planGemm } from "../../src/gemm/benchmark-gemm.ts";
import { gemmContenders } from "../../src/gemm/gemm-contenders.ts";
import type { GemmProblem } from "../../src/gemm/gemm-problem.ts";
import { formatShape, gemmShapes } from "../../src/gemm/gemm-shape.ts";

const shapes = [
  { m: 2, n: 3, k: 5 },
  { m: 12, n: 3, k: 5 },
];
const labels = (filter: string): string[] =>
  planGemm(filter, shapes, gemmContenders).flatMap(({ shape, contenders }) =>
    contenders.map(({ name }) => `${name} ${formatShape(shape)}`),
  );

describe("planGemm", () => {
  test("without a filter takes everything, each shape's arms together", () => {
    expect(labels("")).toHaveLength(shapes.length * gemmContenders.length);
    expect(labels("").slice(0, gemmContenders.length)).toEqual(
      gemmContenders.map(({ name }) => `${name} 2x3x5`),
    );
  });

  test("looks for text in op, arm and shape", () => {
    expect(labels("tfjs-wasm")).toEqual(["tfjs-wasm 2x3x5", "tfjs-wasm 12x3x5"]);
    expect(labels("w1a1-gemm")).toEqual(labels(""));
    expect(labels("12x3x5")).toHaveLength(gemmContenders.length);
  });

  test("wants every word, in any order and case", () => {
    expect(labels("12X3X5  Popcount")).toEqual(["popcount-js 12x3x5"]);
  });

  test("leaves no plan without an arm", () => {
    expect(planGemm("no such arm", shapes, gemmContenders)).toEqual([]);
    expect(planGemm("12x3x5", shapes, gemmContenders)).toHaveLength(1);
  });
});

test("every shape is listed once and has an origin", () => {
  const names = gemmShapes.map(formatShape);
  expect(new Set(names).size).toBe(names.length);
  for (const { origin } of gemmShapes) expect(origin).not.toBe("");
});

describe("benchmarkGemm", () => {
  const duration = { rounds: 2, sampleMilliseconds: 0.05, turnMilliseconds: 0.05 };
  const [own] = gemmContenders;
  const peer = gemmContenders.find(({ name }) => name === "popcount-js");
  if (own === undefined || peer === undefined) throw new Error("the contenders have changed");
  const [shape] = shapes;
  if (shape === undefined) throw new Error("no shape");

  /** A contender whose arms are changed before use. */
  const changed = (change: (arm: Arm) => Arm): Contender<GemmProblem> => ({
    ...own,
    name: "changed",
    prepare: async (problem) => change({ ...(await own.prepare(problem)), name: "changed" }),
  });

  test("gives a row for each arm with ratios to the peers", async () => {
    const rows = await benchmarkGemm([{ shape, contenders: [own, peer] }], duration);
    expect(rows.map(({ arm }) => arm)).toEqual([own.name, peer.name]);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error("two rows expected");
    expect(first).toMatchObject({ kind: "measured", op: "w1a1-gemm", shape: "2x3x5", threads: 1 });
    expect(first.ratios).toEqual({
      "popcount-js": second.medianMilliseconds / first.medianMilliseconds,
    });
    expect(second.ratios).toEqual({});
    expect(first.operationsPerSecond).toBeCloseTo(
      (2 * 2 * 3 * 5) / (first.medianMilliseconds / 1000),
      3,
    );
    expect(first.samples).toBeGreaterThanOrEqual(duration.rounds);
  });

  test("times nothing when one arm is wrong, and disposes of all", async () => {
    const disposed: string[] = [];
    let runs = 0;
    const wrong = changed((arm) => ({
      ...arm,
      run: () => {
        runs++;
        arm.run();
      },
      result: () => Array.from(arm.result(), (value) => value + 2),
      dispose: () => {
        disposed.push("changed");
        arm.dispose();
      },
    }));
    await expect(benchmarkGemm([{ shape, contenders: [wrong, peer] }], duration)).rejects.toThrow(
      "changed, 2×3×5: row 0, column 0 must be",
    );
    expect(runs).toBe(1);
    expect(disposed).toEqual(["changed"]);
  });

  test("tells its progress, shape after shape", async () => {
    const messages: string[] = [];
    const plans = shapes.map((each) => ({ shape: each, contenders: [peer] }));
    await benchmarkGemm(plans, { ...duration, onProgress: (message) => messages.push(message) });
    expect(messages).toEqual([
      "[1/2] w1a1-gemm 2x3x5: popcount-js",
      "[2/2] w1a1-gemm 12x3x5: popcount-js",
    ]);
  });
});
