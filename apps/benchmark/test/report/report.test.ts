import { describe, expect, test } from "vitest";
import { describeMachine } from "../../src/report/machine.ts";
import { ownVersion } from "../../src/report/own-version.ts";
import { addRatios, createRow } from "../../src/report/row.ts";
import { rowOf } from "./report-fixture.ts";

test("a row summarizes samples", () => {
  expect(rowOf("ours", [3, 1, 2, 4, 5])).toEqual({
    kind: "measured",
    op: "w1a1-gemm",
    arm: "ours",
    isPeer: false,
    shape: "2x3x5",
    origin: "some model",
    threads: 1,
    samples: 5,
    runsPerSample: 4,
    medianMilliseconds: 3,
    lowerQuartileMilliseconds: 2,
    upperQuartileMilliseconds: 4,
    medianCpuMilliseconds: 3 / 4,
    coldMedianMilliseconds: 2 * 3,
    prepareMilliseconds: 8,
    firstRunMilliseconds: 16,
    operationsPerSecond: 60_000_000 / (3 / 1000),
    ratios: {},
    cpuRatios: {},
    coldRatios: {},
  });
});

test("a row has no times that were not taken", () => {
  const bare = { op: "op", arm: "arm", isPeer: false, shape: "1", threads: 1, operations: 1 };
  const row = createRow({ ...bare, runsPerSample: 1, milliseconds: [1] });
  expect(Object.keys(row).filter((field) => /cpu|cold|prepare|first/i.test(field))).toEqual([
    "cpuRatios",
    "coldRatios",
  ]);
});

describe("ratios", () => {
  const rows = [rowOf("ours", [2]), rowOf("peer", [30]), rowOf("other-peer", [5])];

  test("say how many times faster than each peer", () => {
    const [ours, peer, other] = addRatios(rows);
    expect(ours?.ratios).toEqual({ peer: 30 / 2, "other-peer": 5 / 2 });
    expect(peer?.ratios).toEqual({ "other-peer": 5 / 30 });
    expect(other?.ratios).toEqual({ peer: 30 / 5 });
  });

  test("are told of processor time and of cold runs apart", () => {
    const waiting = { ...rowOf("ours", [2]), medianCpuMilliseconds: 1, coldMedianMilliseconds: 3 };
    const [ours] = addRatios([waiting, rowOf("peer", [30])]);
    expect(ours?.ratios).toEqual({ peer: 30 / 2 });
    expect(ours?.cpuRatios).toEqual({ peer: 30 / 4 / 1 });
    expect(ours?.coldRatios).toEqual({ peer: (2 * 30) / 3 });
  });

  test("are of arms with as many threads, and of an arm to itself on one", () => {
    const two = { threads: 2 };
    const all = [...rows, rowOf("ours", [1.25], two), rowOf("peer", [20], two)];
    const row = addRatios(all).find(({ arm, threads }) => arm === "ours" && threads === 2);
    expect(row?.ratios).toEqual({ peer: 20 / 1.25 });
    expect(row?.threadSpeedup).toBe(2 / 1.25);
  });

  test("are absent where no peer was measured", () => {
    expect(addRatios([rowOf("ours", [2])])[0]?.ratios).toEqual({});
  });
});

test("the machine is described with what a reader needs", () => {
  const machine = describeMachine();
  expect(machine.node).toBe(process.versions.node);
  expect(machine.cores).toBeGreaterThanOrEqual(1);
  expect(machine.memoryBytes).toBeGreaterThan(2 ** 20);
  expect(machine.loadAverage).toBeGreaterThanOrEqual(0);
  expect(machine.processor).not.toBe("");
  expect(machine).not.toHaveProperty("browser");
  expect(describeMachine("Chromium 1").browser).toBe("Chromium 1");
});

test("the report names this package", () => {
  expect(ownVersion()).toEqual({ "@bnnkit/benchmark": expect.stringMatching(/^\d+\.\d+\.\d+/) });
});
