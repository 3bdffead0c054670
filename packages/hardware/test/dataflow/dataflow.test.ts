import {
  countAccesses,
  dataflow,
  type LoopLayer,
  roofline,
  type Stationary,
  trafficBits,
} from "@bnnkit/hardware";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { simulateLoops } from "./simulate-loops.ts";

const orders: readonly Stationary[] = [
  ...(["weight-stationary", "output-stationary"] as const),
  ...(["input-stationary", "fully-unrolled"] as const),
];

const axes = fc.record({
  input: fc.integer({ min: 3, max: 5 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 2 }),
});
const sizes = fc.record(
  {
    batch: fc.integer({ min: 1, max: 2 }),
    outputs: fc.constantFrom(1, 2, 3, 5),
    inputs: fc.constantFrom(1, 2, 3),
    rows: axes,
    columns: axes,
  },
  { requiredKeys: ["batch", "outputs", "inputs", "rows"] },
);
const tiles = fc.record(
  {
    ...{ outputs: fc.integer({ min: 1, max: 6 }), inputs: fc.integer({ min: 1, max: 4 }) },
    ...{ rows: fc.integer({ min: 1, max: 4 }), kernelRows: fc.integer({ min: 1, max: 3 }) },
    columns: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: [] },
);

describe.each(orders)("%s", (order) => {
  property.prop([sizes, tiles, fc.option(tiles, { nil: undefined })], { numRuns: 40 })(
    "counts are those of the loops, run",
    (layer, unroll, buffer) => {
      const mapping = dataflow(order, { unroll, ...(buffer && { buffer }) });
      const counted = countAccesses(layer, mapping).levels.map(({ name: _, ...rest }) => rest);
      expect(counted).toEqual(simulateLoops(layer, mapping));
    },
  );
});

test("an axis with dilation", () => {
  const rows = { input: 7, kernel: 3, dilation: 2, stride: 2, before: 2, after: 2 };
  const layer: LoopLayer = { outputs: 2, inputs: 3, rows, columns: { input: 4 } };
  for (const order of orders) {
    const mapping = dataflow(order, { unroll: { inputs: 2 } });
    const [{ name: _, ...counts }] = countAccesses(layer, mapping).levels;
    expect([counts]).toEqual(simulateLoops(layer, mapping));
  }
});

describe("a dense layer of 6 inputs and 4 outputs, 10 vectors, by hand", () => {
  const layer = { inputs: 6, outputs: 4, batch: 10 };
  const unroll = { outputs: 2, inputs: 3 };

  test("a weight stays for all vectors; sums come back once", () => {
    const counts = countAccesses(layer, dataflow("weight-stationary", { unroll }));
    expect(counts).toEqual({
      ...{ macs: 240, steps: 40, parallel: 6, utilization: 1 },
      levels: [
        // 2 steps of outputs × 60 inputs; 40 sums in two halves.
        {
          ...{ name: "registers", weightReads: 24, inputReads: 120 },
          ...{ partialReads: 40, outputWrites: 80 },
        },
      ],
    });
  });

  test("a sum stays until it is whole; weights are read for each vector", () => {
    const [level] = countAccesses(layer, dataflow("output-stationary", { unroll })).levels;
    expect(level).toMatchObject({ weightReads: 240, inputReads: 120 });
    expect(level).toMatchObject({ partialReads: 0, outputWrites: 40 });
  });

  test("an input stays for all outputs", () => {
    const [level] = countAccesses(layer, dataflow("input-stationary", { unroll })).levels;
    expect(level).toMatchObject({ weightReads: 240, inputReads: 60 });
    expect(level).toMatchObject({ partialReads: 40, outputWrites: 80 });
  });

  test("unrolled, everything is read once", () => {
    const [level] = countAccesses(layer, dataflow("fully-unrolled")).levels;
    expect(level).toMatchObject({ weightReads: 24, inputReads: 60 });
    expect(level).toMatchObject({ partialReads: 0, outputWrites: 40 });
  });
});

test("LFC W1A1's third layer, folded by 32 and 64, takes 512 steps", () => {
  const unroll = { outputs: 32, inputs: 64 };
  const mapping = dataflow("output-stationary", { unroll });
  expect(countAccesses({ inputs: 1024, outputs: 1024 }, mapping)).toMatchObject({
    ...{ steps: 512, parallel: 2048, utilization: 1 },
  });
  // What does not divide leaves units idle: 2 · 2 steps of 6 for 5 · 3 products.
  const ragged = dataflow("output-stationary", { unroll: { outputs: 3, inputs: 2 } });
  expect(countAccesses({ inputs: 3, outputs: 5 }, ragged).utilization).toBe(15 / 24);
});

test("a buffer reads a map once, with what tiles share", () => {
  const axis = { input: 8, kernel: 3, before: 1, after: 1 };
  const layer = { inputs: 2, outputs: 4, rows: axis, columns: axis };
  const whole = dataflow("output-stationary", { buffer: {} });
  expect(countAccesses(layer, whole).levels[0]).toMatchObject({
    ...{ name: "buffer", weightReads: 72, inputReads: 128, outputWrites: 256 },
  });
  // Two tiles of four rows need a row of each other.
  const halves = dataflow("output-stationary", { buffer: { rows: 4 } });
  expect(countAccesses(layer, halves).levels[0].inputReads).toBe(2 * 10 * 8);
});

test("traffic in bits", () => {
  const counts = { name: "registers", weightReads: 24, inputReads: 60 };
  const sums = { partialReads: 40, outputWrites: 80 };
  expect(trafficBits({ ...counts, ...sums }, { weight: 1, input: 2, output: 8 })).toBe(1104);
});

test("sizes that make no nest are refused", () => {
  const mapping = dataflow("fully-unrolled");
  expect(() => countAccesses({ inputs: 0, outputs: 1 }, mapping)).toThrow(
    "countAccesses: inputs must be an integer ≥ 1, got 0",
  );
  const rows = { input: 2, kernel: 3 };
  expect(() => countAccesses({ inputs: 1, outputs: 1, rows }, mapping)).toThrow("rows.kernel");
  expect(() => dataflow("output-stationary", { unroll: { inputs: 0 } })).toThrow(
    "dataflow: unroll.inputs must be an integer ≥ 1, got 0",
  );
  expect(() => dataflow(JSON.parse('"row-stationary"'))).toThrow("stationary must be one of");
});

test("the slowest of three bounds a machine", () => {
  const machine = { clockMhz: 200, onChipBitsPerCycle: 1000, offChipGigabitsPerSecond: 8 };
  // 5 µs of arithmetic, 2 µs on the chip, 10 µs off it.
  const work = { cycles: 1000, onChipBits: 4e5, offChipBits: 8e4 };
  const line = roofline(work, machine);
  expect(line.boundBy).toBe("off-chip");
  expect(line.framesPerSecond).toBeCloseTo(1e5, 6);
  expect(line.seconds["on-chip"]).toBeCloseTo(2e-6, 12);
  expect(roofline({ cycles: 32768 }, { clockMhz: 300 })).toMatchObject({ boundBy: "compute" });
  // The build CNV W1A1 of BNN-PYNQ was measured at 9150.5.
  expect(roofline({ cycles: 32768 }, { clockMhz: 300 }).framesPerSecond).toBeCloseTo(9155.3, 1);
  expect(() => roofline({ cycles: 0 }, machine)).toThrow("cycles must be > 0, got 0");
});
