import {
  generateUnit,
  printVerilog,
  type SumStyle,
  type UnitConfig,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import { proveMapping, proveSameFunction } from "@bnnkit/hardware/synthesis";
import { describe, expect, test } from "vitest";

const verilog = (config: UnitConfig): string => printVerilog(generateUnit(config).module);

function popcount(n: number, style: SumStyle, pipeline = 0): XnorPopcountConfig {
  return { unit: "xnor-popcount", n, style, pipeline, weights: "loaded", threshold: "none" };
}

describe("a solver finds no input where a style differs from the behavioural sum", () => {
  const sizes = [3, 8, 12, 16, 20, 24];
  const styles = ["compressor", "carry-chain"] as const;
  test.each(sizes.flatMap((n) => styles.map((style) => ({ n, style }))))(
    "$style of $n",
    async ({ n, style }) => {
      const proof = proveSameFunction(
        verilog(popcount(n, style)),
        verilog(popcount(n, "behavioural")),
      );
      expect(await proof).toMatchObject({ isProved: true });
    },
  );

  test.each(sizes)("and finds one where a gate of %i is wrong", async (n) => {
    const right = verilog(popcount(n, "compressor"));
    const wrong = right.replace(" ^ ", " | ");
    expect(wrong).not.toBe(right);
    const proof = proveSameFunction(wrong, verilog(popcount(n, "behavioural")));
    expect(await proof).toMatchObject({ isProved: false });
  });
});

const common = { weights: "loaded", style: "compressor" } as const;

/** Small units of every kind, with registers and without. */
const configs: readonly UnitConfig[] = [
  popcount(16, "compressor"),
  popcount(16, "carry-chain", 1),
  popcount(32, "compressor", 1),
  popcount(16, "behavioural", 1),
  { ...popcount(16, "compressor"), threshold: "loaded" },
  { ...popcount(16, "compressor"), weights: "constant", threshold: "constant" },
  {
    ...{ unit: "ternary-dot", n: 8, pipeline: 1, ...common },
    ...{ weightDigit: "ternary", activationDigit: "bipolar" },
  },
  {
    ...{ unit: "bit-planes", pipeline: 0, digits: "unipolar", ...common },
    segments: [{ n: 6, weightBits: 2, activationBits: 2 }],
  },
  { unit: "signed-sum", n: 4, bits: 4, pipeline: 1, ...common },
  { unit: "shift-add", n: 4, bits: 4, shifts: 2, terms: 1, pipeline: 0, ...common },
  { unit: "threshold", bits: 6, levels: 3, thresholds: "loaded" },
  { unit: "max-pool", channels: 8, window: 4 },
  { unit: "look-up", nodes: 4, addressBits: 4, style: "compressor", pipeline: 0 },
];

describe.each(["ice40", "xc7", "ecp5"] as const)("mapped to %s", (target) => {
  test.each(configs.map((config) => ({ name: JSON.stringify(config), config })))(
    "$name is its Verilog, by induction",
    async ({ config }) => {
      expect(await proveMapping(verilog(config), target)).toMatchObject({ isProved: true });
    },
  );
});
