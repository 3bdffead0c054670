import {
  dramEnergyPj,
  memoryArea,
  onChipMemory,
  packBlockRam,
  packLutRam,
  registerFile,
  sramMacro,
  weightBlockRams,
  weightMemories,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";

describe("SRAM macros", () => {
  test("a macro by hand", () => {
    const macro = sramMacro({ words: 256, width: 64, columnMux: 4 });
    // 64 rows, 256 columns, 16384 bits.
    expect(macro.areaUm2.value).toBeCloseTo(3.211 * 16384 + 530.3 * 64 + 63.93 * 64 + 584.1 * 4, 6);
    expect(macro.readPj.value).toBeCloseTo(2.2921 + 36.0448 + 1.081 + 11.35, 2);
    expect(macro.leakageNw.value).toBeCloseTo(198.08, 2);
    expect(macro.leakageNw.high).toBe(macro.leakageNw.low);
    expect(macro.readPj).toMatchObject({ kind: "estimate", isExtrapolated: false });
    expect(macro.readPj.provenance).toMatchObject({ nodeNm: 130, voltageV: 1.2 });
    expect(macro.readPj.high / macro.readPj.value).toBeCloseTo(1 + 2.06 * 0.0301, 3);
  });

  test("known macros are within their intervals", () => {
    const measured = [
      // 49.6 pJ a word, 8.57 µm² a bit, 610 fJ a bit that is read.
      { of: sramMacro({ words: 256, width: 64 }).readPj, value: 49.6 },
      { of: sramMacro({ words: 256, width: 8, columnMux: 8 }).areaUm2, value: 8.57 * 2048 },
      { of: sramMacro({ words: 64, width: 64 }).readPj, value: 0.61 * 64 },
    ];
    for (const { of, value } of measured) {
      expect(value).toBeGreaterThanOrEqual(of.low);
      expect(value).toBeLessThanOrEqual(of.high);
    }
  });

  test("what no macro was like is marked", () => {
    expect(sramMacro({ words: 32, width: 8 }).areaUm2.isExtrapolated).toBe(true);
    expect(sramMacro({ words: 64, width: 128 }).readPj.isExtrapolated).toBe(true);
    expect([1024, 1025].map((words) => sramMacro({ words, width: 64 }).columnMux)).toEqual([4, 8]);
    expect(() => sramMacro({ words: 0, width: 8 })).toThrow("sramMacro: words must be an integer");
  });
});

test("small memories are flip-flops, large ones several macros", () => {
  expect(onChipMemory({ words: 15, width: 17 })).toMatchObject({
    ...{ made: "flip-flops", flipFlops: 255 },
    areaUm2: registerFile({ words: 15, width: 17 }).areaUm2,
  });
  const one = onChipMemory({ words: 4096, width: 64 });
  const four = onChipMemory({ words: 8192, width: 128 });
  if (one.made !== "sram" || four.made !== "sram") throw new Error("no SRAM");
  expect([one.macros, four.macros]).toEqual([1, 4]);
  expect(four.areaUm2.value).toBeCloseTo(4 * one.areaUm2.value, 3);
  // Only one of two rows of macros is read.
  expect(four.readPj.value).toBeCloseTo(2 * one.readPj.value, 6);
  expect(memoryArea([one, four]).value).toBeCloseTo(5 * one.areaUm2.value, 3);
  expect(() => memoryArea([])).toThrow("must not be empty");
});

test.each([
  // By hand; those of several blocks are also what Yosys made of such memories.
  { words: 512, width: 36, blockRam: "ramb18", blocks: 1, by: 36 },
  { words: 1024, width: 18, blockRam: "ramb18", blocks: 1, by: 18 },
  { words: 16384, width: 1, blockRam: "ramb18", blocks: 1, by: 1 },
  { words: 4096, width: 5, blockRam: "ramb18", blocks: 2, by: 9 },
  { words: 128, width: 512, blockRam: "ramb18", blocks: 15, by: 36 },
  { words: 64, width: 1024, blockRam: "ramb18", blocks: 29, by: 36 },
  { words: 512, width: 72, blockRam: "ramb36", blocks: 1, by: 72 },
  { words: 32768, width: 1, blockRam: "ramb36", blocks: 1, by: 1 },
  { words: 128, width: 128, blockRam: "ice40", blocks: 8, by: 16 },
  { words: 64, width: 576, blockRam: "ice40", blocks: 36, by: 16 },
  { words: 2048, width: 2, blockRam: "ice40", blocks: 1, by: 2 },
  { words: 64, width: 576, blockRam: "ecp5", blocks: 16, by: 36 },
  { words: 128, width: 512, blockRam: "ecp5", blocks: 15, by: 36 },
] as const)("$words × $width takes $blocks $blockRam", ({ blocks, by, blockRam, ...memory }) => {
  expect(packBlockRam(memory, blockRam)).toMatchObject({ blocks, shape: { width: by } });
});

test("a block that is full is used wholly", () => {
  expect(packBlockRam({ words: 512, width: 36 }, "ramb18").utilization).toBe(1);
  expect(packBlockRam({ words: 8192, width: 2 }, "ramb18").utilization).toBeCloseTo(8 / 9, 12);
  expect(() => packBlockRam({ words: 1, width: 1 }, JSON.parse('"uram"'))).toThrow(
    "blockRam must be one of ramb18, ramb36, ice40, ecp5, got uram",
  );
});

test("LFC W1A1 of BNN-PYNQ: 208 RAMB18 with a memory for each PE, 175 with joint ones", () => {
  const layers = [
    { inputs: 832, outputs: 1024, pe: 32, simd: 64 },
    { inputs: 1024, outputs: 1024, pe: 64, simd: 32 },
    { inputs: 1024, outputs: 1024, pe: 32, simd: 64 },
    { inputs: 1024, outputs: 64, pe: 16, simd: 8 },
  ];
  expect(weightMemories(layers[0], "per-pe")).toEqual({
    ...{ count: 32, memory: { words: 416, width: 64 } },
  });
  const perPe = layers.map((layer) => weightBlockRams(layer, "ramb18"));
  expect(perPe).toEqual([64, 64, 64, 16]);
  const joint = layers.map((layer) => weightBlockRams(layer, "ramb18", "joint"));
  expect(joint).toEqual([57, 57, 57, 4]);
  expect([perPe, joint].map((blocks) => blocks.reduce((a, b) => a + b))).toEqual([208, 175]);
});

test("look-up tables as memories", () => {
  expect(packLutRam({ words: 4, width: 16 })).toEqual({ cell: "RAM32M", cells: 3, luts: 12 });
  expect(packLutRam({ words: 8, width: 128 })).toMatchObject({ cell: "RAM32M", cells: 22 });
  expect(packLutRam({ words: 64, width: 3 })).toEqual({ cell: "RAM64M", cells: 1, luts: 4 });
  expect(packLutRam({ words: 33, width: 7 })).toMatchObject({ cell: "RAM64M", cells: 3 });
});

test("DRAM takes what the caller says", () => {
  expect(dramEnergyPj(64, 20)).toBe(1280);
  expect(() => dramEnergyPj(64, -1)).toThrow("picojoulesPerBit must be ≥ 0, got -1");
});
