import { type Code, ternary, unsigned } from "@bnnkit/core";
import {
  dataflowModule,
  planDataflow,
  printVerilog,
  runDataflow,
  runStream,
  scheduleBeats,
  scheduleDataflow,
  simulate,
} from "@bnnkit/hardware";
import type { Node, PackedModel } from "@bnnkit/model";
import { describe, expect, test } from "vitest";
import { firstSample } from "../../src/schedule/first-sample.ts";
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

const architecture = "shared-engine";
const byte: Code = [{ digit: "uint8" }];
const point = (features: number) => ({ height: 1, width: 1, features });

interface Case {
  readonly title: string;
  readonly map: { readonly height: number; readonly width: number; readonly features: number };
  readonly nodes: readonly Node[];
  readonly engines: readonly (readonly [pe: number, simd: number])[];
  readonly front?: Readonly<Record<string, { readonly pe: number; readonly simd: number }>>;
  /** Clocks of a sample with the first of the engines. */
  readonly clocks: number;
}

const cases: readonly Case[] = [
  {
    title: "one layer, whose sums leave",
    map: point(64),
    nodes: [binarize("image"), dense("scores", "bits", 10)],
    engines: [
      [2, 32],
      [16, 64],
    ],
    // 32 beats of two and 2; 5 sums of two steps, three clocks from one to the next, and 2.
    clocks: 34 + 2 + 4 * 3 + 2,
  },
  {
    title: "primes: 31 → 13 → 7 → 3",
    map: point(31),
    nodes: [
      binarize("image"),
      dense("first", "bits", 13),
      sign("first.signs", "first"),
      dense("second", "first.signs", 7),
      sign("second.signs", "second"),
      dense("scores", "second.signs", 3),
    ],
    engines: [
      [2, 8],
      [1, 1],
      [4, 4],
      [8, 1],
      [8, 2],
      [1, 16],
    ],
    // ⌈31/2⌉ + 2; 7 folds of 4 steps + 2; 4 of 2 + 2; one step and one of three later + 2.
    clocks: 18 + 30 + 10 + 6,
  },
  {
    title: "a window with a margin, a stride, the whole map, a threshold at the end",
    map: { height: 5, width: 4, features: 1 },
    nodes: [
      binarize("image"),
      convolution("first", "bits", 5, square(3, 1, -1)),
      sign("first.signs", "first"),
      convolution("second", "first.signs", 6, square(2, 0, 0, 2)),
      sign("second.signs", "second"),
      convolution("third", "second.signs", 4, { ...square(2), size: [2, 2] }),
      sign("third.signs", "third"),
    ],
    engines: [
      [2, 4],
      [4, 2],
    ],
    // 20; 20 places of 3 folds of 9 taps; 4 of 3 of 4·2; one of 2 of 4·2; 2 after each.
    clocks: 22 + 20 * 3 * 9 + 2 + 4 * 3 * 8 + 2 + 16 + 2,
  },
  {
    title:
      "pools of levels that overlap and have a margin, and of sums whose levels are turned round",
    map: { height: 6, width: 5, features: 1 },
    nodes: [
      binarize("image"),
      convolution("first", "bits", 5, square(2)),
      sign("first.signs", "first"),
      maximum("first.pool", "first.signs", square(2, 1)),
      convolution("second", "first.pool", 6, square(2)),
      maximum("second.pool", "second", { ...square(2), size: [2, 1] }),
      sign("second.signs", "second.pool"),
      dense("third", "second.signs", 4),
    ],
    engines: [
      [2, 4],
      [4, 1],
      [4, 4],
    ],
    // 30; 20 places of 3 folds of 4 taps; 30 of 2 words of 4; 20 of 3 of 4·2; 16 of 2 of 2; 32 sums of 2 steps; 2 after each.
    clocks: 32 + 242 + 242 + 482 + 66 + 2 + 31 * 3 + 2,
  },
  {
    title: "bytes by a unit in front, two bits, ternary weights",
    map: { height: 3, width: 3, features: 2 },
    nodes: [
      convolution("bytes", "image", 4, square(2)),
      levels("two", "bytes", 3, unsigned(2)),
      convolution("wide", "two", 3, square(2), ternary),
      levels("more", "wide", 3, unsigned(2)),
      dense("scores", "more", 5),
    ],
    engines: [
      [2, 2],
      [4, 1],
    ],
    front: { bytes: { pe: 2, simd: 1 } },
    // 4 pixels of two beats; 2 folds of 4·2; 3 sums of 2 steps, three clocks apart.
    clocks: 10 + 18 + 2 + 2 * 3 + 2,
  },
  {
    title: "pools behind the last product, of sums whose levels are turned round",
    map: { height: 5, width: 4, features: 1 },
    nodes: [
      binarize("image"),
      convolution("first", "bits", 4, square(2)),
      sign("first.signs", "first"),
      convolution("second", "first.signs", 4, square(2)),
      maximum("wide", "second", { ...square(1), size: [1, 2] }),
      maximum("high", "wide", { ...square(1), size: [2, 1] }),
      sign("second.signs", "high"),
    ],
    engines: [
      [2, 4],
      [4, 1],
    ],
    // 20; 12 places of 2 folds of 4 taps; 6 places of 2 sums of 4 steps; 2 after each.
    clocks: 22 + 98 + 12 * 4 + 2,
  },
];

describe.each(cases)("$title", ({ map, nodes, engines, front, clocks }) => {
  const description = classifier({ ...map, code: byte }, nodes);
  const model = drawModel(description, 17);
  const pixels = map.height * map.width * map.features;
  const images = drawImages(40, pixels, 18);
  const wanted = referenceOf(model, images);
  const planOf = ([pe, simd]: readonly [number, number]) =>
    planDataflow(model, { architecture, folding: { ...front, engine: { pe, simd } } });

  test.each(engines)("%d × %d gives the integers of the reference", (pe, simd) => {
    expect(new Set(wanted.map(String)).size).toBeGreaterThan(3);
    const plan = planOf([pe, simd]);
    expect(plan.processor).toEqual([]);
    const module = dataflowModule(plan);
    expect(runDataflow(plan, simulate(module), images)).toEqual(wanted);
    const waits = {
      takes: (clock: number) => clock % 5 < 2,
      offers: (clock: number) => clock % 7 !== 3,
    };
    const some = images.slice(0, 3);
    expect(runDataflow(plan, simulate(module), some, waits)).toEqual(wanted.slice(0, 3));
  });

  test.each(engines)("%d × %d takes the clocks that are said", (pe, simd) => {
    const plan = planOf([pe, simd]);
    const stages = plan.stages.map(({ config }) => config);
    const { numbers, features, rows, number } = plan.input;
    const [beats, outBeats] = [
      rows * Math.ceil(features / numbers),
      plan.output.rows * Math.ceil(plan.output.features / plan.output.numbers),
    ];
    const zeros = Array.from({ length: 3 * beats }, () => new Uint8Array(numbers * number.bits));
    const module = dataflowModule(plan);
    for (const takes of [() => true, (clock: number) => clock % 4 === 1]) {
      const run = runStream(simulate(module), [zeros], 3 * outBeats, { takes });
      const said = scheduleBeats(stages, 3 * beats, 3 * outBeats, { takes });
      expect(run.inputClocks).toEqual(said.inputClocks);
      expect(run.outputClocks).toEqual(said.outputClocks);
    }
    const { initiationIntervalCycles, boundCycles, latencyCycles } = scheduleDataflow(plan);
    if (front === undefined) {
      expect(initiationIntervalCycles).toBe(boundCycles);
      expect(firstSample(stages, beats).at(-1)?.lastClock).toBe(latencyCycles - 1);
    }
    const engine = plan.layers.find(({ kind }) => kind === "engine");
    if (engine === undefined) throw new Error("no engine");
    expect(engine.cycles).toBe(engine.passes?.reduce((sum, { cycles }) => sum + cycles, 0));
    if (pe === engines[0][0] && simd === engines[0][1]) expect(engine.cycles).toBe(clocks);
  });
});

/** A model whose only thresholds are given. */
function thresholdModel(thresholds: readonly number[]): PackedModel {
  const model = drawModel(
    classifier({ ...point(5), code: byte }, [
      binarize("image"),
      dense("hidden", "bits", thresholds.length),
      { ...levels("levels", "hidden", 1, [{ digit: "bipolar" }]) },
      dense("scores", "levels", 3),
    ]),
    23,
  );
  const tensor = {
    dtype: "I32",
    shape: [thresholds.length, 1],
    data: Int32Array.from(thresholds),
  } as const;
  const [name] = [...model.tensors.keys()].filter((key) => key.endsWith("thresholds"));
  return { ...model, tensors: new Map([...model.tensors, [name, tensor]]) };
}

test("thresholds that every sum reaches, that none does, and the ends of what sums can be", () => {
  const model = thresholdModel([-100, 100, -5, 5, 6, -6, 0]);
  const plan = planDataflow(model, { architecture, folding: { engine: { pe: 2, simd: 4 } } });
  const images = Array.from({ length: 32 }, (_, i) =>
    Array.from({ length: 5 }, (_, bit) => ((i >> bit) & 1 ? 255 : 0)),
  );
  expect(runDataflow(plan, simulate(dataflowModule(plan)), images)).toEqual(
    referenceOf(model, images),
  );
});

test("all layers stand in one weight memory and one activation memory", () => {
  const [, { map, nodes }] = cases;
  const model = drawModel(classifier({ ...map, code: byte }, nodes), 1);
  const plan = planDataflow(model, { architecture, folding: { engine: { pe: 2, simd: 8 } } });
  const text = printVerilog(dataflowModule(plan));
  // 7 folds of 4 steps, 4 of 2, 2 of 1, of 16 weights; 4 words of the input and 2 of the next layer's, 1 of the last's in the first half.
  expect(text).toMatch(/reg \[15:0\] memory_\d+ \[0:37\];/);
  expect(text).toMatch(/reg \[7:0\] memory_\d+ \[0:5\];/);
  expect(plan.layers.at(-1)?.passes?.map(({ name, weightBits }) => [name, weightBits])).toEqual([
    ["input", 0],
    ["first", 31 * 13],
    ["second", 13 * 7],
    ["scores", 7 * 3],
  ]);
});

describe("what one engine cannot do is named with its reason", () => {
  const bits = { ...point(8), code: byte };
  test("numbers of another kind between its layers, and pools", () => {
    const mixed = classifier({ height: 4, width: 4, features: 1, code: byte }, [
      binarize("image"),
      convolution("first", "bits", 4, square(2)),
      levels("three", "first", 2, ternary),
      convolution("second", "three", 4, square(1)),
      sign("signs", "second"),
      dense("third", "signs", 3),
      sign("more", "third"),
    ]);
    expect(() => planDataflow({ description: mixed }, { architecture })).toThrow(
      [
        "planDataflow: one engine cannot do all layers",
        '  node "second" (convolution): its values are not those of the last product',
      ].join("\n"),
    );
  });

  test("sizes that are no powers of two times each other", () => {
    const description = classifier(bits, [binarize("image"), dense("scores", "bits", 3)]);
    const folding = { engine: { pe: 3, simd: 8 } };
    expect(() => planDataflow({ description }, { architecture, folding })).toThrow(
      'planDataflow: folding["engine"]: pe must be a power of two times simd (8)',
    );
  });

  test("outputs that do not divide where a pool follows", () => {
    const description = classifier({ height: 2, width: 2, features: 1, code: byte }, [
      binarize("image"),
      convolution("scores", "bits", 3, square(1)),
      sign("signs", "scores"),
      maximum("all", "signs", "all"),
    ]);
    const folding = { engine: { pe: 2, simd: 1 } };
    expect(() => planDataflow({ description }, { architecture, folding })).toThrow(
      'folding["engine"].pe must divide the numbers that are pooled behind it (3), got 2',
    );
  });

  test("a unit in front whose outputs do not divide", () => {
    const description = classifier(bits, [
      dense("bytes", "image", 6),
      sign("signs", "bytes"),
      dense("scores", "signs", 3),
    ]);
    const folding = { engine: { pe: 4, simd: 8 } };
    expect(() => planDataflow({ description }, { architecture, folding })).toThrow(
      'folding["engine"].pe must divide the numbers that it is given (6), got 4',
    );
  });
});
