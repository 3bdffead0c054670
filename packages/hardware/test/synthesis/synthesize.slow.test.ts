import {
  checkBehaviour,
  generateUnit,
  mutants,
  parseNetlist,
  printVerilog,
  simulateNetlist,
  type UnitConfig,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import {
  memoryCache,
  proveMapping,
  proveSameFunction,
  runYosys,
  synthesize,
  type Target,
} from "@bnnkit/hardware/synthesis";
import { expect, test } from "vitest";

const xnor: XnorPopcountConfig = {
  ...{ unit: "xnor-popcount", n: 16, style: "compressor", pipeline: 0 },
  ...{ weights: "loaded", threshold: "none" },
};
const verilog = (config: UnitConfig): string => printVerilog(generateUnit(config).module);

test.each<{ target: Target; config: UnitConfig; most: object }>([
  {
    target: "xc7",
    config: { ...xnor, n: 32, style: "carry-chain", pipeline: 1 },
    most: { lut: 50 },
  },
  { target: "ice40", config: xnor, most: { lut: 38, carry: 4 } },
  { target: "ecp5", config: { ...xnor, pipeline: 1 }, most: { lut: 60 } },
  { target: "asic", config: { ...xnor, n: 64 }, most: { areaGe: 613.5 } },
])(
  "$target: no more than reference figures, and the same function",
  async ({ target, config, most }) => {
    const unit = generateUnit(config);
    const result = await synthesize(printVerilog(unit.module), { target });
    for (const [kind, figure] of Object.entries(most)) {
      expect(Object.entries(result).find(([name]) => name === kind)?.[1], kind).toBeLessThanOrEqual(
        figure,
      );
    }
    const simulator = simulateNetlist(parseNetlist(result.netlist));
    expect(checkBehaviour(simulator, unit)).toEqual({ vectors: 10_240 });
  },
);

test("every wrong table of a netlist is caught; a result is computed once", async () => {
  const cache = memoryCache();
  const unit = generateUnit(xnor);
  const options = { target: "ice40", cache } as const;
  const first = await synthesize(printVerilog(unit.module), options);
  // No Yosys is at this address.
  const url = "file:///nowhere.js";
  const { netlist } = await synthesize(printVerilog(unit.module), { ...options, url });
  expect(netlist).toBe(first.netlist);
  const survivors = [...mutants(parseNetlist(netlist))].filter(
    (mutant) =>
      checkBehaviour(simulateNetlist(mutant.netlist), unit, { vectors: 1024 }).mismatch ===
      undefined,
  );
  expect(survivors.map(({ change }) => change)).toEqual([]);
});

test("a solver proves styles equal, and finds where a mistake differs", async () => {
  const behavioural = verilog({ ...xnor, style: "behavioural" });
  expect(await proveSameFunction(verilog(xnor), behavioural)).toMatchObject({ isProved: true });
  const wrong = verilog(xnor).replace(" & ", " | ");
  expect(await proveSameFunction(wrong, behavioural)).toMatchObject({ isProved: false });
});

test("a pipelined netlist is proved to be its Verilog", async () => {
  const pipelined = verilog({ ...xnor, n: 8, pipeline: 1 });
  expect(await proveMapping(pipelined, "ice40")).toMatchObject({ isProved: true });
});

test("errors of Yosys are said, and a call that takes too long ends", async () => {
  await expect(runYosys("read_verilog design.v", { "design.v": "module" })).rejects.toThrow(
    "ERROR",
  );
  await expect(
    synthesize(verilog({ ...xnor, n: 64 }), { target: "xc7", timeout: 50 }),
  ).rejects.toThrow("runYosys: no result after 50 ms");
});
