import {
  comparePublished,
  energyOfOperationPj,
  fitsBRein,
  generateUnit,
  laneNumber,
  packLanes,
  publishedChips,
  simulate,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";

const chip = (name: string, voltage?: number) => {
  const found = publishedChips.find((c) => c.name === name && c.voltageV?.value === voltage);
  if (found === undefined) throw new Error(name);
  return found;
};

describe("T22 YodaNN", () => {
  test("480 MHz · 32 · 49 · 2 are 1505 GOp/s, 1510 published", () => {
    const throughput = comparePublished().filter(({ quantity }) => quantity === "throughput");
    expect(throughput).toMatchObject([{ chip: "YodaNN", published: 1510 }]);
    expect(throughput[0].predicted).toBeCloseTo(1505.28, 9);
    expect(Math.abs(throughput[0].difference)).toBeLessThan(0.004);
  });

  test("published figures agree with one another", () => {
    const [fast, low] = [chip("YodaNN", 1.2), chip("YodaNN", 0.6)];
    const { throughputGops, areaMge, areaMm2 } = fast;
    // 1135 GOp/s/MGE, 101 fJ an operation, 54.8 GOp/s at 0.6 V, 1.43 µm² a gate.
    expect((throughputGops?.value ?? 0) / (areaMge?.value ?? 0)).toBeCloseTo(1135.3, 1);
    expect(energyOfOperationPj(fast)).toBeCloseTo(0.1013, 4);
    expect((low.efficiencyTopsPerW?.value ?? 0) * (low.powerMw?.value ?? 0)).toBeCloseTo(54.8, 1);
    expect((areaMm2?.value ?? 0) / (areaMge?.value ?? 0)).toBeCloseTo(1.43, 2);
  });

  test("half the supply: the exponent of IHP's cells says a quarter less than was published", () => {
    const [ratio] = comparePublished().filter(({ quantity }) => quantity.startsWith("energy"));
    expect(ratio).toMatchObject({ chip: "YodaNN" });
    expect(ratio.published).toBeCloseTo(6.2, 1);
    expect(ratio.predicted).toBeCloseTo(2 ** 2.217, 2);
    expect(ratio.difference).toBeCloseTo(-0.25, 2);
  });
});

describe("T23 BRein Memory", () => {
  test("784-512-512-10 has 668,672 synapses and 1034 neurons, and fits", () => {
    expect(fitsBRein([784, 512, 512, 10])).toEqual({
      ...{ layers: 3, neurons: 1034, synapses: 668_672, fits: true, spills: [] },
    });
  });

  test("784-1024-1024-10 has 1,861,632 and does not", () => {
    expect(fitsBRein([784, 1024, 1024, 10])).toMatchObject({
      ...{ neurons: 2058, synapses: 1_861_632, fits: false },
      spills: ["1861632 synapses where there are 800000"],
    });
    const deep = fitsBRein(Array.from({ length: 15 }, () => 301));
    expect(deep.spills.map((spill) => spill.split(" ")[1])).toEqual([
      "layers",
      "neurons",
      "synapses",
    ]);
    expect(() => fitsBRein([784])).toThrow("widths.length − 1 must be an integer ≥ 1, got 0");
  });

  test("a ternary dot product is pc(m) − 2·pc((w ⊕ x) ∧ m)", () => {
    const digits = { weightDigit: "ternary", activationDigit: "ternary" } as const;
    const { module } = generateUnit({
      ...{ unit: "ternary-dot", n: 5, ...digits, weights: "loaded" },
      ...{ style: "compressor", pipeline: 0 },
    });
    const simulator = simulate(module);
    // Masks and signs: w = +1, −1, −1, 0, +1; x = +1, +1, −1, −1, 0.
    const [maskW, signW] = [0b10111, 0b00110];
    const [maskX, signX] = [0b01111, 0b01100];
    const bits = (mask: number, sign: number): Uint8Array =>
      Uint8Array.from({ length: 10 }, (_, i) => (i < 5 ? mask >> i : sign >> (i - 5)) & 1);
    simulator.set("w", packLanes([bits(maskW, signW)], 10));
    simulator.set("a", packLanes([bits(maskX, signX)], 10));
    const ones = (word: number): number => word.toString(2).replaceAll("0", "").length;
    const mask = maskW & maskX;
    const expected = ones(mask) - 2 * ones((signW ^ signX) & mask);
    expect(expected).toBe(1);
    expect(laneNumber(simulator.get("dot"), 0)).toBe(expected);
  });

  test("1.4 TOPS at 0.6 W are 2.33 TOPS/W", () => {
    expect(1 / (energyOfOperationPj(chip("BRein Memory", 1)) ?? 0)).toBeCloseTo(2.33, 2);
  });
});

test("XNORBIN and UNPU have the efficiencies of their papers", () => {
  expect(energyOfOperationPj(chip("XNORBIN", 0.8))).toBeCloseTo(1 / 95, 12);
  const [binary, whole] = ["UNPU, weights of 1 bit", "UNPU, weights of 16 bits"].map((n) =>
    chip(n),
  );
  // 16 bits take 21 times the weights' throughput and 16 times the energy.
  const ratio = (energyOfOperationPj(whole) ?? 0) / (energyOfOperationPj(binary) ?? 1);
  expect(ratio).toBeCloseTo(50.6 / 3.08, 9);
  expect(publishedChips.every(({ kind, source }) => kind === "published" && source !== "")).toBe(
    true,
  );
});
