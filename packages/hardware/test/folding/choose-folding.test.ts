import {
  bnnPynqBuilds,
  fastestFolding,
  foldForRate,
  layerFoldings,
  paretoFoldings,
  planDataflow,
  scheduleDataflow,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";
import {
  binarize,
  classifier,
  convolution,
  dense,
  maximum,
  sign,
  square,
} from "../network/networks.ts";

const description = classifier({ height: 6, width: 6, features: 2, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  convolution("first", "bits", 4, square(3)),
  sign("first.signs", "first"),
  maximum("pool", "first.signs", square(2, 0, 0, 2)),
  convolution("hidden", "pool", 12, square(2)),
  sign("hidden.signs", "hidden"),
  dense("scores", "hidden.signs", 10),
]);
const plan = planDataflow({ description });

describe("the front of foldings", () => {
  const front = paretoFoldings(plan);

  test("each is faster and dearer than the one before", () => {
    expect(front.length).toBeGreaterThan(3);
    for (let i = 1; i < front.length; i++) {
      expect(front[i].cycles).toBeLessThan(front[i - 1].cycles);
      expect(front[i].cost).toBeGreaterThan(front[i - 1].cost);
    }
    // 16 places of 4 outputs of 18 numbers, one at a time.
    expect(front[0]).toMatchObject({ cycles: 16 * 4 * 18, cost: 3 });
  });

  test("what is said of a layer is what its plan says", () => {
    for (const { folding, cycles } of front) {
      const { layers } = planDataflow({ description }, { folding });
      const products = layers.filter(({ kind }) => kind === "product");
      expect(Math.max(...products.map((layer) => layer.cycles))).toBeLessThanOrEqual(cycles);
      expect(Math.max(...layers.map((layer) => layer.cycles))).toBeLessThanOrEqual(cycles);
    }
  });

  test("nothing that is as fast costs less", () => {
    for (const { cycles, cost } of front) {
      const cheapest = plan.layers.flatMap(({ product }, i) => {
        if (product === undefined) return [];
        const { weightBits, input } = product;
        const fast = layerFoldings(plan.layers, i).filter((folding) => folding.cycles <= cycles);
        return [Math.min(...fast.map(({ pe, simd }) => pe * simd * weightBits * input.bits))];
      });
      expect(cost).toBe(cheapest.reduce((sum, least) => sum + least, 0));
    }
  });

  test("the schedule keeps the interval", () => {
    const { folding, cycles } = front[2];
    const { initiationIntervalCycles } = scheduleDataflow(
      planDataflow({ description }, { folding }),
    );
    expect(initiationIntervalCycles).toBe(cycles);
  });
});

test("for a rate the cheapest, within a budget the fastest", () => {
  const rate = foldForRate(plan, { framesPerSecond: 1e6, clockMHz: 300 });
  expect(rate.cycles).toBeLessThanOrEqual(300);
  const fastest = fastestFolding(plan, { budget: rate.cost });
  expect(fastest).toEqual(rate);
  expect(() => foldForRate(plan, { framesPerSecond: 1e9, clockMHz: 100 })).toThrow(
    "foldForRate: framesPerSecond must be at most",
  );
  expect(() => fastestFolding(plan, { budget: 2 })).toThrow(
    "fastestFolding: budget must be at least 3, got 2",
  );
});

test("a published folding is not beaten by much in lanes", () => {
  const [, { description: cnv, folding }] = bnnPynqBuilds;
  const chosen = foldForRate(planDataflow({ description: cnv }), {
    ...{ framesPerSecond: 300e6 / 32_768, clockMHz: 300 },
    cost: ({ pe, simd }) => pe * simd,
  });
  const lanes = Object.values(folding).reduce((sum, { pe, simd }) => sum + pe * simd, 0);
  expect(chosen.cycles).toBeLessThanOrEqual(32_768);
  expect(chosen.cost).toBeLessThanOrEqual(lanes);
});
