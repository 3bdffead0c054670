import { bipolar, type Code } from "@bnnkit/core";
import {
  asicProcesses,
  bnnPynqBuilds,
  devices,
  estimateModel,
  type Figure,
  type LayerEstimate,
  type ModelEstimate,
  partNamed,
  planDataflow,
  scheduleDataflow,
} from "@bnnkit/hardware";
import type { ClassificationDescription, Node } from "@bnnkit/model";
import { describe, expect, test } from "vitest";
import { binarize, classifier, dense, sign } from "../network/networks.ts";

const description = classifier({ height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  dense("hidden", "bits", 32),
  sign("signs", "hidden"),
  dense("scores", "signs", 10),
]);
const folding = { hidden: { pe: 4, simd: 8 }, scores: { pe: 2, simd: 4 } };
const part = "xc7z020";
const given = estimateModel(description, { part, clockMHz: 100, folding });

function layerOf({ layers }: ModelEstimate, name: string): LayerEstimate {
  const layer = layers.find((one) => one.name === name);
  if (layer === undefined) throw new RangeError(`no layer ${name}`);
  return layer;
}

describe("64 → 32 → 10 in a given folding", () => {
  test("clocks and work are those of the folding", () => {
    expect(given).toMatchObject({ kind: "estimate", arrangement: "dataflow", folding, fits: true });
    // 32/4 folds of 64/8 steps; 10/2 of 32/4.
    expect(layerOf(given, "hidden")).toMatchObject({ cycles: 64, macs: 2048, weightBits: 2048 });
    expect(layerOf(given, "scores")).toMatchObject({ cycles: 40, macs: 320, weightBits: 320 });
    expect(given.timing).toMatchObject({
      initiationInterval: { value: 64 },
      framesPerSecond: { value: 1_562_500 },
      bottleneck: "hidden",
    });
    expect(given.processor).toEqual([]);
  });

  test("bits that move are counted", () => {
    // Scores of 32 products of ±1 are −32 … 32: seven bits.
    expect(given.traffic).toMatchObject({
      ...{ inputBits: 64 * 8, outputBits: 10 * 7 },
      ...{ weightBits: 2048 + 320, weightBitsRead: 2048 + 320 },
    });
  });

  test("an interval as the schedule says clock by clock, and a latency within a twentieth", () => {
    const { initiationIntervalCycles, latencyCycles } = scheduleDataflow(
      planDataflow({ description }, { folding }),
    );
    expect(given.timing?.initiationInterval.value).toBe(initiationIntervalCycles);
    const { low = 0, high = 0 } = given.timing?.latencyCycles ?? {};
    expect(low <= latencyCycles && latencyCycles <= high).toBe(true);
  });

  test("what layers take are sums of their units, and the whole is that of layers", () => {
    for (const name of ["lut", "ff", "carry", "bram", "energyPj"] as const) {
      const sum = (of: readonly { readonly [K in typeof name]: Figure }[]) =>
        of.reduce((total, one) => total + one[name].value, 0);
      for (const layer of given.layers) expect(layer[name].value).toBeCloseTo(sum(layer.stages), 6);
      expect(given.total[name].value).toBeCloseTo(sum(given.layers), 6);
    }
    expect(layerOf(given, "hidden").stages.map(({ unit }) => unit)).toEqual([
      "stream-buffer",
      "matrix-vector",
    ]);
  });

  test("every figure is labelled, and within its interval", () => {
    for (const figure of Object.values(given.total)) {
      expect(figure).toMatchObject({ kind: "estimate", provenance: { source: /./ } });
      expect(figure.low).toBeLessThanOrEqual(figure.value);
      expect(figure.high).toBeGreaterThanOrEqual(figure.value);
    }
    expect(given.total.lut.high).toBeGreaterThan(given.total.lut.value);
    // Flip-flops are counted.
    expect(given.total.ff.low).toBe(given.total.ff.high);
  });
});

test("memories of weights are one for each output at hand", () => {
  // 512 words of 64 bits are two blocks of 36 bits each, for each of two.
  const wide = classifier({ height: 1, width: 1, features: 1024, code: bipolar }, [
    dense("scores", "image", 64),
  ]);
  const options = { part, clockMHz: 100, folding: { scores: { pe: 2, simd: 64 } } };
  expect(estimateModel(wide, options).total.bram.value).toBe(4);
  const inTables = estimateModel(wide, { ...options, weights: "tables" });
  expect(inTables.total.bram.value).toBe(0);
  // 512 words are eight tables of 64, and three that choose: eleven for each of 2 · 64 bits.
  expect(inTables.total.lutOfMemories.value).toBeGreaterThanOrEqual(2 * 64 * 11);
  expect(estimateModel(wide, { ...options, weights: "block" }).total.bram.value).toBe(4);
});

test("the published LFC has the block memories of weights that were published", () => {
  const [{ description: lfc, folding: published }] = bnnPynqBuilds;
  const { total, timing } = estimateModel(lfc, {
    ...{ part, clockMHz: 300, folding: published, weights: "block" },
  });
  expect(total.bram.value).toBe(208);
  expect(timing?.initiationInterval.value).toBe(512);
});

describe("without a folding", () => {
  test("for a rate the cheapest that is as fast", () => {
    const estimate = estimateModel(description, { part, clockMHz: 100, framesPerSecond: 500_000 });
    // 200 clocks at most.
    expect(estimate.timing?.initiationInterval.value).toBeLessThanOrEqual(200);
    const fastest = estimateModel(description, { part, clockMHz: 100 });
    expect(estimate.total.lut.value).toBeLessThan(fastest.total.lut.value / 2);
    expect(() => estimateModel(description, { part, clockMHz: 100, framesPerSecond: 1e9 })).toThrow(
      "foldForRate: framesPerSecond must be at most",
    );
  });

  test("the fastest that fits: a larger part is no slower", () => {
    const rateOn = (name: string): number => {
      const estimate = estimateModel(description, { part: name, clockMHz: 100 });
      expect(estimate.fits).toBe(true);
      return estimate.timing?.framesPerSecond.value ?? 0;
    };
    expect(rateOn("xc7z020")).toBeGreaterThanOrEqual(rateOn("ice40hx8k"));
    // A frame needs two clocks at least: its results are two beats. 10 scores need no memory.
    expect(rateOn("xc7z045")).toBe(1e8);
  });

  test("a link that is slow bounds it", () => {
    // 512 bits in at 0.1 Gbit/s are 5.12 µs: 512 clocks.
    const options = { part, clockMHz: 100, folding, linkGigabitsPerSecond: 0.1 };
    expect(estimateModel(description, options).timing).toMatchObject({
      bottleneck: "link",
      initiationInterval: { value: 512 },
    });
  });
});

test("a model that is too large says what lacks, and which layer takes it", () => {
  const [, { description: cnv, folding: published }] = bnnPynqBuilds;
  const { fits, notes, use } = estimateModel(cnv, {
    ...{ part: "ice40hx8k", clockMHz: 50, folding: published },
  });
  expect(fits).toBe(false);
  expect(notes[0]).toMatch(/^ice40hx8k has 7680 look-up tables, and \d+ are needed; layer\d takes/);
  expect(use.find(({ resource }) => resource === "lut")?.share).toBeGreaterThan(1);
});

test("a process has areas, and no bounds", () => {
  const estimate = estimateModel(description, { part: "umc65", clockMHz: 100, folding });
  const { areaGe, areaUm2, lut } = estimate.total;
  expect(areaUm2.value).toBeCloseTo(1.43 * areaGe.value, 6);
  expect([lut.value, estimate.use, estimate.fits]).toEqual([0, [], true]);
  expect(() => estimateModel(description, { part: "umc65", clockMHz: 100 })).toThrow(
    "give a folding or framesPerSecond: umc65 has no bound",
  );
});

const scaled: Code = [{ digit: "bipolar", scale: "row" }];

/** Float numbers, their signs with a scale for each row, a product, and its floats to the end. */
function scaledProducts(outFeatures: readonly number[]): ClassificationDescription {
  const nodes = outFeatures.flatMap((features, i): Node[] => {
    const from = i === 0 ? "image" : `act${i - 1}`;
    return [
      {
        ...{ op: "threshold", name: `signs${i}`, inputs: [from], thresholds: [0], flips: false },
        ...{ code: scaled, rowScale: "half-maximum" },
      },
      {
        ...{ op: "dense", name: `product${i}`, inputs: [`signs${i}`], outFeatures: features },
        ...{ weights: { tensor: `product${i}`, code: scaled }, bias: false },
      },
      {
        op: "activation",
        name: `act${i}`,
        inputs: [`product${i}`],
        function: "relu",
        shifts: false,
      },
    ];
  });
  return classifier({ height: 1, width: 1, features: 64, code: [{ digit: "float32" }] }, nodes);
}

describe("products between float arithmetic, as of a Transformer", () => {
  const model = scaledProducts([128, 32]);
  const estimate = estimateModel(model, {
    ...{
      part,
      clockMHz: 100,
      folding: { product0: { pe: 2, simd: 16 }, product1: { pe: 1, simd: 32 } },
    },
  });

  test("are units beside a processor, one after another", () => {
    expect(estimate.arrangement).toBe("units");
    // 128/2 · 64/16 and 32/1 · 128/32 clocks.
    expect(estimate.layers.map(({ name, cycles, macs }) => [name, cycles, macs])).toEqual([
      ["product0", 256, 8192],
      ["product1", 128, 4096],
    ]);
    expect(estimate.timing).toMatchObject({
      initiationInterval: { value: 256 },
      latencyCycles: { value: 384 },
      latencyMicroseconds: { value: 3.84 },
    });
  });

  test("the rest stays on the processor, with the reason", () => {
    expect(estimate.processor.map(({ node }) => node)).toEqual([
      "signs0",
      "act0",
      "signs1",
      "act1",
    ]);
    for (const { reason } of estimate.processor) expect(reason).not.toBe("");
  });

  test("those that do not fit say so", () => {
    const large = scaledProducts([4096, 4096]);
    const { layers, processor, fits } = estimateModel(large, { part: "xc7z010", clockMHz: 100 });
    // 16 Mbit do not stand in 2.1 Mbit.
    expect(fits).toBe(true);
    expect(layers.map(({ name }) => name)).toEqual(["product0"]);
    expect(processor.find(({ node }) => node === "product1")?.reason).toBe(
      "as a unit it would not fit xc7z010 beside the others",
    );
  });
});

test("a model of floats alone names each node with the reason", () => {
  const floats: Code = [{ digit: "float32" }];
  const model = classifier({ height: 1, width: 1, features: 4, code: floats }, [
    { ...dense("scores", "image", 2, floats) },
  ]);
  const estimate = estimateModel(model, { part, clockMHz: 100 });
  expect(estimate).toMatchObject({ arrangement: "none", layers: [] });
  expect(estimate.timing).toBeUndefined();
  expect(estimate.total.lut.value).toBe(0);
  expect(estimate.processor).toEqual([
    {
      ...{ graph: "graph", node: "scores", op: "dense", macs: 8 },
      reason: "its values are floats, so that its products stay on the processor",
    },
  ]);
});

test("parts are found by name; what is wrong with options is said", () => {
  expect(partNamed("nangate45")).toBe(asicProcesses[2]);
  expect(partNamed("xc7z010")).toBe(devices[0]);
  const ask = (options: object) => () =>
    estimateModel(description, { part, clockMHz: 100, ...options });
  expect(ask({ part: "xc9" })).toThrow("partNamed: name must be one of xc7z010");
  expect(ask({ clockMHz: 0 })).toThrow("estimateModel: clockMHz must be a positive number, got 0");
  expect(ask({ folding, framesPerSecond: 1 })).toThrow(
    "give a folding or framesPerSecond, got both",
  );
  expect(ask({ folding: { hidden: { pe: 5, simd: 1 } } })).toThrow("pe must divide");
});
