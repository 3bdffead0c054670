import {
  bthowenDesigns,
  compareDesigns,
  comparePublished,
  energyOfOperationPj,
  filtersPerClass,
  fitsBRein,
  generateUnit,
  laneNumber,
  packLanes,
  publishedChips,
  simulate,
  sramMacro,
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

test("each chip has a prediction beside what was published, and its source", () => {
  const compared = comparePublished();
  for (const name of ["YodaNN", "BRein Memory", "XNORBIN", "UNPU"])
    expect(
      compared.some(({ chip: of }) => of === name),
      name,
    ).toBe(true);
  const of = (name: string, start: string) => {
    const found = compared.find((one) => one.chip === name && one.quantity.startsWith(start));
    if (found === undefined) throw new Error(name);
    return found;
  };
  // 7372/345.6 and 50.6/3.08 beside 16 bits over one.
  expect(of("UNPU", "operations a second").difference).toBeCloseTo((16 * 345.6) / 7372 - 1, 9);
  expect(of("UNPU", "operations a joule").difference).toBeCloseTo((16 * 3.08) / 50.6 - 1, 9);
  // 10.6 fJ a lane at 1.1 V, two operations; (0.8/1.1)^2.217.
  expect(of("XNORBIN", "energy").predicted).toBeCloseTo((0.0106 / 2) * (0.8 / 1.1) ** 2.217, 4);
  // A macro of 4096 × 64 bits; (1/1.2)^2.217.
  const { readPj } = sramMacro({ words: 4096, width: 64 });
  const row = of("BRein Memory", "energy");
  expect(row.predicted).toBeCloseTo((readPj.value / 128) * (1 / 1.2) ** 2.217, 3);
  expect(row.published).toBeCloseTo(0.6 / 1.4, 9);
});

describe("BTHOWeN's designs", () => {
  const kibibytes = [0.281, 0.875, 0.422, 2.63, 3.44, 2.25, 9, 70, 78, 210, 960];

  test("have the sizes of their models: filters · entries · classes bits", () => {
    const sizes = bthowenDesigns.map(
      (design) => (filtersPerClass(design) * design.entries * design.classes) / 8192,
    );
    sizes.forEach((size, i) => {
      expect(Math.abs(size / kibibytes[i] - 1), bthowenDesigns[i].name).toBeLessThan(0.005);
    });
    const [iris] = bthowenDesigns;
    // Four features of three bits, two at a time.
    expect(filtersPerClass(iris)).toBe(6);
  });

  test("are predicted beside what was published", () => {
    const compared = compareDesigns();
    expect(compared).toHaveLength(11);
    const [iris] = compared;
    // 18 filters of seven digits: two tables each; no hash of one bit takes any.
    expect(iris).toMatchObject({ published: 57, from: "18 filters, a table of 128 bits each" });
    expect(iris.predicted).toBeGreaterThanOrEqual(36);
    const smallest = compared.slice(0, 3).map(({ difference }) => Math.abs(difference));
    expect(Math.max(...smallest)).toBeLessThan(0.3);
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
