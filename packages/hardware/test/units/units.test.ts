import {
  checkBehaviour,
  countFeatures,
  generateUnit,
  laneNumber,
  packLanes,
  type SumStyle,
  simulate,
  type UnitConfig,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";

const styles: readonly SumStyle[] = ["compressor", "carry-chain", "behavioural"];
const ways = styles.flatMap((style) =>
  [0, 1, 2].map((pipeline) => ({ style, pipeline: style === "behavioural" ? 0 : pipeline })),
);

/** Units of one kind by the sizes at which carries, words and leftovers turn. */
function configs(way: { readonly style: SumStyle; readonly pipeline: number }): UnitConfig[] {
  const sizes = [1, 2, 3, 7, 31, 32, 33, 64];
  const sources = ["loaded", "constant"] as const;
  return sources.flatMap((weights): UnitConfig[] => [
    ...sizes.map((n): UnitConfig => {
      return { unit: "xnor-popcount", n, weights, threshold: "none", ...way };
    }),
    ...(["loaded", "constant"] as const).map((threshold): UnitConfig => {
      return { unit: "xnor-popcount", n: 33, weights, threshold, ...way };
    }),
    ...(["bipolar", "ternary"] as const).flatMap((weightDigit) =>
      (["unipolar", "bipolar", "ternary"] as const).map((activationDigit): UnitConfig => {
        return { unit: "ternary-dot", n: 9, weightDigit, activationDigit, weights, ...way };
      }),
    ),
    ...(["unipolar", "bipolar"] as const).flatMap((digits) =>
      [
        [{ n: 5, weightBits: 1, activationBits: 2 }],
        [
          { n: 7, weightBits: 2, activationBits: 3 },
          { n: 3, weightBits: 1, activationBits: 1 },
        ],
      ].map((segments): UnitConfig => ({ unit: "bit-planes", segments, digits, weights, ...way })),
    ),
    ...[1, 6].flatMap((n): UnitConfig[] => [
      { unit: "signed-sum", n, bits: 5, weights, ...way },
      { unit: "shift-add", n, bits: 4, shifts: 4, terms: 2, weights, ...way },
    ]),
  ]);
}

const attentions = [
  { keys: 1, features: 1, values: 1 },
  { keys: 5, features: 7, values: 3 },
  { keys: 8, features: 16, values: 2 },
] as const;

describe.each(ways)("$style, registers every $pipeline", (way) => {
  test.each(attentions)("attention to $keys keys does what it says", (sizes) => {
    const unit = generateUnit({ unit: "binary-attention", ...sizes, ...way });
    expect(checkBehaviour(simulate(unit.module), unit, { vectors: 192 })).toEqual({ vectors: 192 });
    expect(unit.latency > 0).toBe(way.pipeline > 0);
  });

  test.each(configs(way))("$unit does what it says: %j", (config) => {
    const unit = generateUnit(config);
    expect(checkBehaviour(simulate(unit.module), unit, { vectors: 192 })).toEqual({ vectors: 192 });
    expect(unit.latency > 0).toBe(way.pipeline > 0);
  });
});

test.each<UnitConfig>([
  { unit: "threshold", bits: 6, levels: 1, thresholds: "loaded" },
  { unit: "threshold", bits: 6, levels: 1, thresholds: "constant" },
  { unit: "threshold", bits: 5, levels: 3, thresholds: "loaded" },
  { unit: "threshold", bits: 5, levels: 7, thresholds: "constant" },
  { unit: "max-pool", channels: 5, window: 4 },
  { unit: "max-pool", channels: 1, window: 9 },
  { unit: "look-up", nodes: 1, addressBits: 1, style: "compressor", pipeline: 0 },
  { unit: "look-up", nodes: 9, addressBits: 4, style: "compressor", pipeline: 1 },
  { unit: "look-up", nodes: 9, addressBits: 4, style: "carry-chain", pipeline: 0 },
])("$unit does what it says: %j", (config) => {
  const unit = generateUnit(config);
  expect(checkBehaviour(simulate(unit.module), unit, { vectors: 512 })).toEqual({ vectors: 512 });
});

test("attention by hand: keys that agree with the query in two numbers of three", () => {
  const { module } = generateUnit({
    ...{ unit: "binary-attention", keys: 3, features: 3, values: 2 },
    ...{ style: "compressor", pipeline: 0 },
  });
  const simulator = simulate(module);
  const set = (port: string, ...bits: number[]): void =>
    simulator.set(port, packLanes([Uint8Array.from(bits)], bits.length));
  // Query + − +; keys + − − (two agree), − + − (none), + − + (three); threshold 2.
  set("q", 0, 1, 0);
  set("k", ...[0, 1, 1], ...[1, 0, 1], ...[0, 1, 0]);
  set("t", 0, 1);
  // Values (+, −), (+, +), (+, +): sums 2 and 0 in three bits.
  set("v", ...[0, 1], ...[0, 0], ...[0, 0]);
  const sums = simulator.get("sums");
  expect([laneNumber(sums.slice(0, 3), 0), laneNumber(sums.slice(3), 0)]).toEqual([2, 0]);
});

test("a full adder takes one bit away", () => {
  const counts = [32, 64, 128, 256].map((n) => {
    const config = { n, style: "compressor", pipeline: 0 } as const;
    const { module } = generateUnit({
      ...{ unit: "xnor-popcount", weights: "loaded", threshold: "none", ...config },
    });
    return countFeatures(module);
  });
  for (const [i, { fullAdders, adderBits, xnor }] of counts.entries()) {
    const n = 32 * 2 ** i;
    expect(xnor).toBe(n);
    // Bits of the operands less bits of the sum; the last adder of the chain is among them.
    expect(fullAdders + adderBits).toBeGreaterThanOrEqual(n - Math.log2(n) - 1);
    expect(fullAdders).toBeLessThan(n);
  }
});

test("constants decide gates, not cells", () => {
  const config = { n: 8, style: "compressor", pipeline: 0, threshold: "none" } as const;
  const weights = Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 0);
  const unit = generateUnit({ unit: "xnor-popcount", weights: "constant", ...config }, { weights });
  expect(countFeatures(unit.module)).toMatchObject({ xnor: 0, not: 2 });
});

test("sizes and constants that do not fit are refused", () => {
  const config = {
    style: "compressor",
    pipeline: 0,
    threshold: "none",
    weights: "constant",
  } as const;
  expect(() => generateUnit({ unit: "xnor-popcount", n: 0, ...config })).toThrow(
    "xnorPopcount: n must be an integer ≥ 1, got 0",
  );
  expect(() =>
    generateUnit({ unit: "xnor-popcount", n: 3, ...config }, { weights: Uint8Array.of(1) }),
  ).toThrow("weights");
  expect(() =>
    generateUnit({ unit: "xnor-popcount", n: 2, ...config }, { weights: Uint8Array.of(1, 2) }),
  ).toThrow("weights[1] must be an integer in 0 … 1, got 2");
  expect(() =>
    generateUnit({ ...config, unit: "shift-add", n: 2, bits: 4, shifts: 3, terms: 1 }),
  ).toThrow("shiftAdd: shifts must be a power of two, got 3");
  const parsed = JSON.parse('{"unit":"xnor"}');
  expect(() => generateUnit(parsed)).toThrow(
    "config.unit must be one of xnor-popcount, ternary-dot",
  );
  const styled = JSON.parse(
    '{"unit":"look-up","nodes":2,"addressBits":1,"pipeline":0,"style":"x"}',
  );
  expect(() => generateUnit(styled)).toThrow(
    "style must be one of compressor, carry-chain, behavioural, got x",
  );
});

test("only columns that both masks mark count in a ternary dot product", () => {
  const config = { weightDigit: "ternary", activationDigit: "ternary", weights: "loaded" } as const;
  const sum = { style: "compressor", pipeline: 0 } as const;
  const { module } = generateUnit({ unit: "ternary-dot", n: 4, ...config, ...sum });
  const simulator = simulate(module);
  // Masks, then signs: a = +1, −1, 0, −1; w = −1, −1, −1, 0.
  simulator.set("a", packLanes([Uint8Array.of(1, 1, 0, 1, 0, 1, 0, 1)], 8));
  simulator.set("w", packLanes([Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 0)], 8));
  expect(laneNumber(simulator.get("dot"), 0)).toBe(0);
  simulator.set("w", packLanes([Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1)], 8));
  expect(laneNumber(simulator.get("dot"), 0)).toBe(3);
});
