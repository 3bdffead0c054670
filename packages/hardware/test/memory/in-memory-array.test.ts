import type { Window } from "@bnnkit/core";
import {
  dataflowModule,
  type EngineAccesses,
  engineAccesses,
  estimateModel,
  exploreModel,
  inMemoryArray,
  planDataflow,
  runDataflow,
  type SharedEngineConfig,
  simulate,
  sramMacro,
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
  maximum,
  referenceOf,
  sign,
  square,
} from "../network/networks.ts";

const wide: Window = {
  ...{ size: [3, 2], strides: [2, 1], dilations: [1, 2] },
  padding: { top: 2, bottom: 1, left: 1, right: 0, value: -1 },
};
const nodes: readonly Node[] = [
  binarize("image"),
  convolution("first", "bits", 5, wide),
  sign("first.signs", "first"),
  maximum("pool", "first.signs", square(2, 1)),
  convolution("second", "pool", 7, square(3, 1, -1)),
  sign("second.signs", "second"),
  dense("scores", "second.signs", 3),
];
const image = { height: 5, width: 7, features: 1, code: [{ digit: "uint8" }] } as const;
const conv = classifier(image, nodes.slice(0, 6));
const mlp = classifier({ height: 1, width: 1, features: 784, code: image.code }, [
  binarize("image"),
  dense("first", "bits", 512),
  sign("first.signs", "first"),
  dense("second", "first.signs", 512),
  sign("second.signs", "second"),
  dense("scores", "second.signs", 10),
]);

function engineOf(
  description: typeof conv,
  pe: number,
  simd: number,
  architecture: "shared-engine" | "in-memory" = "shared-engine",
): SharedEngineConfig {
  const plan = planDataflow({ description }, { architecture, folding: { engine: { pe, simd } } });
  const config = plan.stages.find(({ config: { unit } }) => unit === "shared-engine")?.config;
  if (config?.unit !== "shared-engine") throw new Error("no engine");
  return config;
}

/** What the loops do, one step at a time. */
function run(config: SharedEngineConfig): EngineAccesses[] {
  const { pe, simd, layers } = config;
  const none = { weightReads: 0, numberReads: 0, numberWrites: 0, constantReads: 0, sumUpdates: 0 };
  const [{ map, channels }] = layers;
  const all = [{ ...none, numberWrites: map[0] * map[1] * Math.ceil(channels / pe) }];
  layers.forEach(({ op, map: [height, width], window, channels: taken, outputs }, l) => {
    const counts = { ...none };
    const { size, strides, dilations, padding } = window;
    const beats = op === "pool" ? 1 : Math.ceil(taken / simd);
    const folds = Math.ceil(outputs / (op === "pool" ? Math.max(pe, simd) : pe));
    const isLast = l === layers.length - 1;
    const spans = size.map((n, axis) => (n - 1) * dilations[axis]);
    for (let y = -padding.top; y + spans[0] < height + padding.bottom; y += strides[0])
      for (let x = -padding.left; x + spans[1] < width + padding.right; x += strides[1])
        for (let fold = 0; fold < folds; fold++) {
          for (let i = 0; i < size[0]; i++)
            for (let j = 0; j < size[1]; j++)
              for (let beat = 0; beat < beats; beat++) {
                const [row, column] = [y + i * dilations[0], x + j * dilations[1]];
                if (row >= 0 && row < height && column >= 0 && column < width) counts.numberReads++;
                if (op === "pool") continue;
                counts.weightReads++;
                counts.sumUpdates += pe;
              }
          if (op === "product") counts.constantReads++;
          if (!isLast) counts.numberWrites++;
        }
    all.push(counts);
  });
  return all;
}

describe("accesses of an engine are those of its loops", () => {
  test.each([
    [1, 1],
    [4, 1],
    [8, 1],
    [2, 4],
    [4, 4],
  ])("%d × %d", (pe, simd) => {
    const config = engineOf(conv, pe, simd);
    expect(engineAccesses(config)).toEqual(run(config));
  });

  test("784-512-512-10 with 256 columns, by hand", () => {
    const [input, first, second, scores] = engineAccesses(engineOf(mlp, 256, 1, "in-memory"));
    expect(input).toMatchObject({ weightReads: 0, numberWrites: 4 });
    // Two folds of 784 rows; two of 512; one of 512.
    expect([first, second, scores].map(({ weightReads }) => weightReads)).toEqual([
      1568, 1024, 512,
    ]);
    expect(first).toMatchObject({ numberReads: 1568, numberWrites: 2, constantReads: 2 });
    expect(scores).toMatchObject({ numberWrites: 0, constantReads: 1, sumUpdates: 512 * 256 });
  });
});

describe("an array", () => {
  test("has an area and energies of the macros that hold its rows", () => {
    const { memories, areaUm2, energyPj, passes } = inMemoryArray(
      engineOf(mlp, 256, 1, "in-memory"),
    );
    const [weights, numbers] = memories;
    // 784·2 + 512·2 + 512 rows of 256 bits: four macros side by side; 4 + 2 words of numbers.
    expect(weights).toMatchObject({ holds: "weights", words: 3104, width: 256 });
    expect(weights.made).toMatchObject({ made: "sram", macros: 4 });
    expect(numbers).toMatchObject({ holds: "numbers", words: 6, width: 256 });
    const macro = sramMacro({ words: 3104, width: 64 });
    expect(areaUm2.value).toBeGreaterThan(4 * macro.areaUm2.value);
    const rows = 3104 * 4 * macro.readPj.value;
    expect(energyPj.value).toBeGreaterThan(rows);
    expect(energyPj.value).toBeLessThan(1.6 * rows);
    expect(passes.reduce((sum, pass) => sum + pass.energyPj.value, 0)).toBeCloseTo(
      energyPj.value,
      6,
    );
    expect(energyPj.provenance).toMatchObject({ nodeNm: 130, voltageV: 1.2 });
  });

  test("gives the integers of the reference, a number of the input at a time", () => {
    const description = classifier(image, nodes);
    const model = drawModel(description, 5);
    const folding = { engine: { pe: 4, simd: 1 } };
    const plan = planDataflow(model, { architecture: "in-memory", folding });
    const images = drawImages(8, 35, 6);
    expect(runDataflow(plan, simulate(dataflowModule(plan)), images)).toEqual(
      referenceOf(model, images),
    );
  });

  test("is what a model is estimated as, and explored", () => {
    const asked = { part: "ihp-sg13g2", clockMHz: 100, architecture: "in-memory" } as const;
    const { arrangement, layers, timing } = estimateModel(mlp, {
      ...asked,
      folding: { engine: { pe: 256, simd: 1 } },
    });
    const engine = layers.find(({ kind }) => kind === "engine");
    expect(arrangement).toBe("in-memory");
    // 4 beats; 1568, 1024, 512 steps; two clocks after each.
    expect(engine?.cycles).toBe(4 + 1568 + 1024 + 512 + 8);
    expect(engine?.array?.passes.map(({ cycles }) => cycles)).toEqual([6, 1570, 1026, 514]);
    expect(timing?.framesPerSecond.value).toBeCloseTo(1e8 / 3116, 6);
    const front = exploreModel(mlp, { ...asked, part: "xc7z020", points: 4 });
    expect(front.every(({ folding }) => folding.engine?.simd === 1)).toBe(true);
  });

  test("takes one lane alone", () => {
    expect(() => engineOf(mlp, 256, 2, "in-memory")).toThrow(
      'planDataflow: folding["engine"]: simd must be 1: a memory that sums up its rows takes a number of the input at a time, got 2',
    );
  });
});
