import {
  generateUnit,
  horowitzTable,
  netlistEnergy,
  parseNetlist,
  popcountEnergyPj,
  printVerilog,
  randomActivity,
  type UnitConfig,
} from "@bnnkit/hardware";
import { synthesize } from "@bnnkit/hardware/synthesis";
import { describe, expect, test } from "vitest";

async function energyOf(verilog: string) {
  const { netlist } = await synthesize(verilog, { target: "asic", timeout: 240_000 });
  const mapped = parseNetlist(netlist);
  return netlistEnergy(mapped, randomActivity(mapped));
}

const sum = { style: "compressor", pipeline: 0, weights: "loaded" } as const;

describe("units that the model was not calibrated to, beside Nangate 45 cells", () => {
  test.each<{ config: UnitConfig; numbers: number; measuredFj: number }>([
    {
      config: { unit: "xnor-popcount", n: 64, threshold: "none", ...sum },
      ...{ numbers: 64, measuredFj: 10 },
    },
    {
      config: {
        ...{ unit: "ternary-dot", n: 64, ...sum },
        ...{ weightDigit: "ternary", activationDigit: "ternary" },
      },
      ...{ numbers: 64, measuredFj: 16.5 },
    },
    {
      config: { unit: "signed-sum", n: 16, bits: 8, ...sum },
      ...{ numbers: 16, measuredFj: 96 },
    },
  ])("$config.unit: $measuredFj fJ is in the interval", async ({ config, numbers, measuredFj }) => {
    const { energyPj } = await energyOf(printVerilog(generateUnit(config).module));
    expect(measuredFj).toBeGreaterThanOrEqual((1000 * energyPj.low) / numbers);
    expect(measuredFj).toBeLessThanOrEqual((1000 * energyPj.high) / numbers);
    if (config.unit === "xnor-popcount")
      expect(Math.abs(popcountEnergyPj(64).value / energyPj.value - 1)).toBeLessThan(0.02);
  });
});

test("Horowitz's integers: the same order, and within a third after one factor", async () => {
  const design = (width: number, out: number, op: string): string =>
    `module top(input wire [${width - 1}:0] a, input wire [${width - 1}:0] b, ` +
    `output wire [${out - 1}:0] y); assign y = a ${op} b; endmodule`;
  const designs = [
    { verilog: design(8, 8, "+"), table: horowitzTable["int8-add"] },
    { verilog: design(32, 32, "+"), table: horowitzTable["int32-add"] },
    { verilog: design(8, 16, "*"), table: horowitzTable["int8-multiply"] },
  ];
  const ratios: number[] = [];
  for (const { verilog, table } of designs) {
    const { energyPj } = await energyOf(verilog);
    ratios.push(energyPj.value / table.energyPj);
  }
  const factor = ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
  for (const ratio of ratios) expect(Math.abs(ratio / factor - 1)).toBeLessThan(0.35);
  const energies = ratios.map((ratio, i) => ratio * designs[i].table.energyPj);
  expect(energies.toSorted((a, b) => a - b)).toEqual(energies);
});
