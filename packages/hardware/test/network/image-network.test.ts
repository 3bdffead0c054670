import { type Code, ternary, unsigned } from "@bnnkit/core";
import {
  dataflowModule,
  planDataflow,
  runDataflow,
  runStream,
  scheduleBeats,
  scheduleDataflow,
  simulate,
} from "@bnnkit/hardware";
import type { Node } from "@bnnkit/model";
import { describe, expect, test } from "vitest";
import {
  binarize,
  classifier,
  convolution,
  dense,
  drawImages,
  drawModel,
  levels,
  maximum,
  referenceOf,
  sign,
  square,
} from "./networks.ts";

interface Case {
  readonly title: string;
  readonly map: { readonly height: number; readonly width: number; readonly features: number };
  readonly nodes: readonly Node[];
  readonly folding: Readonly<Record<string, { readonly pe: number; readonly simd: number }>>;
}

const int8: Code = [{ digit: "int8" }];
const twoBits: Code = [{ digit: "bipolar" }, { digit: "bipolar", scale: 2 }];
const stretched = {
  size: [2, 3],
  strides: [2, 1],
  dilations: [2, 1],
  padding: { top: 1, bottom: 0, left: 2, right: 1, value: 1 },
} as const;

const cases: Case[] = [
  {
    title: "bytes · ±1, 3×3, a pool, the whole map",
    map: { height: 6, width: 5, features: 3 },
    nodes: [
      convolution("first", "image", 4, square(3)),
      sign("first.signs", "first"),
      maximum("pool", "first.signs", square(2, 0, 0, 2)),
      convolution("last", "pool", 6, { ...square(2), size: [2, 1] }),
    ],
    folding: { first: { pe: 2, simd: 3 }, last: { pe: 3, simd: 8 } },
  },
  {
    title: "margins of −1, and of 0 around bytes",
    map: { height: 4, width: 4, features: 2 },
    nodes: [
      convolution("first", "image", 6, square(3, 1, 0), int8),
      sign("first.signs", "first"),
      convolution("second", "first.signs", 4, square(3, 1, -1)),
      sign("second.signs", "second"),
      maximum("pool", "second.signs", square(2, 0, 0, 2)),
      convolution("scores", "pool", 5, square(2)),
    ],
    folding: {
      first: { pe: 6, simd: 1 },
      second: { pe: 4, simd: 18 },
      scores: { pe: 5, simd: 2 },
    },
  },
  {
    title: "black and white, a window stretched and its stride",
    map: { height: 7, width: 4, features: 1 },
    nodes: [
      binarize("image"),
      convolution("first", "bits", 4, stretched),
      levels("two-bits", "first", 3, unsigned(2)),
      maximum("pool", "two-bits", square(3, 1, 0, 2)),
      convolution("second", "pool", 2, square(1), ternary),
      levels("three", "second", 2, ternary),
      convolution("scores", "three", 3, { ...square(2), size: [2, 3] }, twoBits),
    ],
    folding: { first: { pe: 4, simd: 3 }, second: { pe: 2, simd: 4 } },
  },
  {
    title: "pools before their thresholds, levels turned round behind them",
    map: { height: 5, width: 5, features: 1 },
    nodes: [
      binarize("image"),
      convolution("first", "bits", 6, square(2)),
      maximum("pool", "first", square(2, 0, 0, 2)),
      sign("signs", "pool"),
      convolution("second", "signs", 8, square(2, 1)),
      maximum("pools", "second", square(2)),
      levels("three", "pools", 2, ternary),
      convolution("scores", "three", 3, square(2)),
    ],
    folding: { first: { pe: 2, simd: 4 }, second: { pe: 4, simd: 6 }, scores: { pe: 1, simd: 8 } },
  },
  {
    title: "the brightest of all pixels",
    map: { height: 2, width: 2, features: 6 },
    nodes: [maximum("pool", "image", "all"), dense("scores", "pool", 3)],
    folding: { scores: { pe: 3, simd: 2 } },
  },
];

describe.each(cases)("$title", ({ map, nodes, folding }) => {
  const description = classifier({ ...map, code: [{ digit: "uint8" }] }, nodes);
  const model = drawModel(description, 11);
  const plan = planDataflow(model, { folding });
  const module = dataflowModule(plan);
  const pixels = map.height * map.width * map.features;

  test("the circuit gives the integers of the reference", () => {
    expect(plan.processor).toEqual([]);
    const images = drawImages(64, pixels, 12);
    const wanted = referenceOf(model, images);
    expect(new Set(wanted.map(String)).size).toBeGreaterThan(3);
    expect(runDataflow(plan, simulate(module), images)).toEqual(wanted);
    const takes = (clock: number) => clock % 5 < 2;
    const offers = (clock: number) => clock % 7 !== 3;
    const some = images.slice(0, 20);
    expect(runDataflow(plan, simulate(module), some, { takes, offers })).toEqual(
      wanted.slice(0, 20),
    );
  });

  test("the schedule says when beats pass", () => {
    const { numbers, features, rows } = plan.input;
    const samples = 2;
    const beats = (samples * rows * features) / numbers;
    const outBeats = (samples * plan.output.rows * plan.output.features) / plan.output.numbers;
    const zeros = Array.from({ length: beats }, () => new Uint8Array(8 * numbers));
    const stages = plan.stages.map(({ config }) => config);
    for (const takes of [() => true, (clock: number) => clock % 2 === 1]) {
      const run = runStream(simulate(module), [zeros], outBeats, { takes });
      const clocks = scheduleBeats(stages, beats, outBeats, { takes });
      expect(run.inputClocks).toEqual(clocks.inputClocks);
      expect(run.outputClocks).toEqual(clocks.outputClocks);
    }
    const { initiationIntervalCycles, boundCycles } = scheduleDataflow(plan);
    expect(initiationIntervalCycles).toBeGreaterThanOrEqual(boundCycles);
  });
});

test("±1 digits of a margin that is 0 are refused", () => {
  const description = classifier({ height: 4, width: 4, features: 1, code: [{ digit: "uint8" }] }, [
    binarize("image"),
    convolution("first", "bits", 2, square(3, 1, 0)),
  ]);
  expect(() => planDataflow({ description })).toThrow(
    'node "first" (convolution): the margin (0) must be a number that the values can be',
  );
});

test("a pool of sums that no threshold follows stays on the processor", () => {
  const description = classifier({ height: 4, width: 4, features: 1, code: [{ digit: "uint8" }] }, [
    binarize("image"),
    convolution("first", "bits", 2, square(3)),
    maximum("pool", "first", "all"),
  ]);
  const { to, processor } = planDataflow({ description });
  expect(to).toBe("first");
  expect(processor.map(({ node }) => node)).toEqual(["pool"]);
});
