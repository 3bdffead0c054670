import {
  cacheKey,
  gateEquivalents,
  libertyText,
  runYosys,
  synthesisTargets,
  targets,
} from "@bnnkit/hardware/synthesis";
import { expect, test } from "vitest";
import { cellAreas, um2OfGate } from "../../src/synthesis/cell-areas.ts";
import { countCells } from "../../src/synthesis/count-cells.ts";
import { fullAdderMap } from "../../src/synthesis/gate-library.ts";
import { isAsic } from "../../src/synthesis/target.ts";

test("cells are sorted into kinds", () => {
  const cells = {
    CARRY4: 3,
    FDRE: 5,
    INV: 1,
    LUT2: 4,
    LUT6: 2,
    MUXF7: 1,
    RAMB18E1: 1,
    RAMB36E1: 2,
  };
  expect(countCells("xc7", cells)).toMatchObject({
    ...{ lut: 7, ff: 5, carry: 3, bram: 5, wideMux: 1, areaGe: 0 },
  });
  expect(countCells("ice40", { SB_LUT4: 9, SB_CARRY: 2, SB_DFFE: 3 })).toMatchObject({
    ...{ lut: 9, carry: 2, ff: 3 },
  });
});

test("area is the sum of gate equivalents", () => {
  expect(countCells("asic", { FA: 2, INV: 3, DFF: 1 })).toMatchObject({
    areaGe: 20.5,
    lut: 0,
    ff: 1,
  });
});

test("each library has every cell with its area", () => {
  for (const [library, areas] of Object.entries(cellAreas)) {
    const text = libertyText(synthesisTargets.filter(isAsic).find((name) => name === library));
    for (const [name, area] of Object.entries(areas))
      expect(text).toMatch(new RegExp(`cell\\(${name}\\) \\{\\s+area : ${area};`));
  }
  expect(gateEquivalents).toBe(cellAreas.asic);
});

test("gate equivalents are NAND gates of the library", () => {
  // (2·120 + 3·16 + 96) / 24.
  expect(countCells("osu018", { FA: 2, INV: 3, DFF: 1 }).areaGe).toBe(16);
  // A full adder of SG13G2: two exclusive ORs of 8 sites and three NANDs of 4.
  expect(countCells("ihp-sg13g2", { XOR2: 2, NAND2: 3 }).areaGe).toBe(7);
  expect(fullAdderMap("ihp-sg13g2")).toContain("XOR2 whole");
  expect(fullAdderMap("osu018")).toBe(fullAdderMap());
  expect(um2OfGate("osu018")).toBe(24);
  expect(um2OfGate("ihp-sg13g2")).toBeCloseTo(7.2576, 9);
  expect([um2OfGate("asic"), um2OfGate("xc7")]).toEqual([0, 0]);
});

test("keys tell apart what is joined differently", async () => {
  expect(await cacheKey("ab", "c")).not.toBe(await cacheKey("a", "bc"));
  expect(await cacheKey("ab")).toMatch(/^[0-9a-f]{64}$/);
});

test("what was aborted does not start", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(runYosys("help", {}, { signal, url: "file:///nowhere.js" })).rejects.toThrow(
    "enough",
  );
  expect(targets).toHaveLength(4);
});

test("a worker that ends without an answer is an error", async () => {
  const url = "data:text/javascript,process.exit(3)";
  await expect(runYosys("help", {}, { url })).rejects.toThrow("the worker ended with code 3");
});
