import {
  cacheKey,
  gateEquivalents,
  libertyText,
  runYosys,
  targets,
} from "@bnnkit/hardware/synthesis";
import { expect, test } from "vitest";
import { countCells } from "../../src/synthesis/count-cells.ts";

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

test("the library has every cell with its area", () => {
  const text = libertyText();
  for (const [name, area] of Object.entries(gateEquivalents)) {
    expect(text).toMatch(new RegExp(`cell\\(${name}\\) \\{\\s+area : ${area};`));
  }
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
