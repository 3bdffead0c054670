import {
  generateUnit,
  ModuleBuilder,
  resize,
  type UnitConfig,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";
import { carrySources, cellDelays, chainSources } from "../../src/mapping/chain-sources.ts";
import { coverTables } from "../../src/mapping/cover-tables.ts";
import { complement, type Literal, LogicGraph } from "../../src/mapping/logic-graph.ts";
import { lowerModule } from "../../src/mapping/lower-module.ts";
import { addRowsInThrees, fullAdder } from "../../src/mapping/lower-sum.ts";
import { mappedFeatureNames, mappedFeatures } from "../../src/mapping/mapped-features.ts";

/** Tables of up to so many inputs, each of which takes 1 and a level. */
const tablesOf = (inputs: number) => ({
  costs: [0, ...new Array<number>(inputs).fill(1)],
  delays: Array.from({ length: inputs + 1 }, (_, n) => new Array<number>(n).fill(1)),
});

const inputsOf = (graph: LogicGraph, count: number): Literal[] =>
  Array.from({ length: count }, () => graph.input());

describe("a graph", () => {
  test("folds constants, and has a function of few bits once", () => {
    const graph = new LogicGraph();
    const [a, b, c] = inputsOf(graph, 3);
    expect([graph.and(a, 0), graph.and(a, 1), graph.and(a, complement(a))]).toEqual([0, a, 0]);
    expect([graph.xor(a, a), graph.xor(a, 1), graph.or(a, complement(a))]).toEqual([
      0,
      complement(a),
      1,
    ]);
    expect(graph.mux(a, b, b)).toBe(b);
    // By a multiplexer or by gates: a majority.
    const majority = graph.or(graph.and(a, b), graph.and(c, graph.xor(a, b)));
    expect(graph.mux(graph.xor(a, b), c, a)).toBe(majority);
    expect(graph.or(graph.and(a, b), graph.and(a, complement(b)))).toBe(a);
  });

  test("counts what outputs depend on alone", () => {
    const graph = new LogicGraph();
    const [a, b, c] = inputsOf(graph, 3);
    graph.and(a, b);
    expect(graph.countGates([graph.xor(graph.and(b, c), a)])).toEqual({ and: 1, xor: 1 });
  });
});

describe("tables that cover a graph", () => {
  test.each([
    [7, 6, 2],
    [6, 6, 1],
    [6, 4, 2],
    [13, 4, 4],
  ])("the exclusive or of %i bits by tables of %i takes %i", (bits, inputs, tables) => {
    const graph = new LogicGraph();
    const root = inputsOf(graph, bits).reduce((sum, bit) => graph.xor(sum, bit));
    // Of a chain; it is not told to be quick.
    expect(coverTables(graph, [root], tablesOf(inputs)).tables).toBe(tables);
  });

  test("a full adder of three products takes two tables of six; a complement of an input one", () => {
    const graph = new LogicGraph();
    const bits = inputsOf(graph, 6);
    const [x, y, z] = [0, 2, 4].map((i) => graph.xor(bits[i], bits[i + 1]));
    const { sum, carry } = fullAdder(graph, x, y, z);
    expect(coverTables(graph, [sum, carry], tablesOf(6)).tables).toBe(2);
    expect(coverTables(graph, [sum, complement(bits[0]), bits[1]], tablesOf(6)).tables).toBe(2);
    expect(coverTables(graph, [1, 0], tablesOf(6)).tables).toBe(0);
  });

  test("what is late on the way to a carry chain has to be quick", () => {
    const graph = new LogicGraph();
    const bits = inputsOf(graph, 8);
    const slow = bits.slice(1).reduce((a, b) => graph.and(a, b), bits[0]);
    // Seven inputs in a table cost more than two tables, and are one level less.
    const library = { ...tablesOf(8), costs: [0, 1, 1, 1, 1, 1, 9, 9, 9] };
    expect(coverTables(graph, [slow], library).cost).toBe(9);
    const behind = graph.input([{ literal: bits[0], delay: 3 }]);
    expect(coverTables(graph, [slow, behind], library).cost).toBe(2);
  });
});

test("rows in threes have the sum of their columns", () => {
  for (const heights of [[5], [9, 0, 2], [0, 7, 3, 1], [31], [4, 4, 4, 4]]) {
    const width = 8;
    // 3·k mod 2, so that some bits are 0.
    const columns = Array.from({ length: width }, (_, i) =>
      Array.from({ length: heights[i] ?? 0 }, (_, k) => (3 * k + i) & 1),
    );
    const value = (bits: readonly number[]): number =>
      bits.reduce((sum, bit, i) => sum + bit * 2 ** i, 0);
    const { rows, carry } = addRowsInThrees(columns, (a, b, c) => ({
      sum: a ^ b ^ c,
      carry: Number(a + b + c > 1),
    }));
    const expected = columns.reduce(
      (sum, column, i) => sum + 2 ** i * column.reduce((ones, bit) => ones + bit, 0),
      0,
    );
    expect(rows.length).toBeLessThanOrEqual(2);
    const sum = rows.reduce((all, row) => all + value(row), carry);
    expect(sum % 2 ** width).toBe(expected % 2 ** width);
  }
});

test("bits come into carry chains as late as their cells say", () => {
  const bits = [4, 6, 8, 10].map((literal) => [literal]);
  // Two places a cell: into the second one of the cell of the first, and of the next.
  const toSecond = chainSources(cellDelays.ecp5, bits, { place: 1, carry: 2 });
  expect(toSecond.map(({ delay }) => delay)).toEqual([630, 379, 273]);
  const toFourth = chainSources(cellDelays.ecp5, bits, { place: 3, carry: 0 });
  expect(toFourth.map(({ delay }) => delay)).toEqual([516 + 273, 516 + 273, 630, 379]);
  expect(carrySources(cellDelays.ecp5, bits).map(({ delay }) => delay)).toEqual([
    559, 559, 516, 516,
  ]);
  const ice40 = chainSources(cellDelays.ice40, bits.slice(0, 3), { place: 2, carry: 2 });
  expect(ice40.map(({ delay }) => delay)).toEqual([259 + 126 + 316, 259 + 316, 400, 252 + 316]);
  expect(chainSources(cellDelays.xc7, bits, { place: 3, carry: 2 })).toEqual([]);
});

describe("a module", () => {
  const feature = (name: (typeof mappedFeatureNames)[number], features: readonly number[]) =>
    features[mappedFeatureNames.indexOf(name)];

  test("an adder has its sum in the chain on xc7, and a table a bit on iCE40", () => {
    const m = new ModuleBuilder("adder");
    const [a, b] = [m.input("a", 8), m.input("b", 8)];
    m.output("y", m.add(a, b));
    const module = m.build();
    // One table tells whether the bits of a place differ.
    expect(feature("tables", mappedFeatures(module, "xc7"))).toBe(8);
    expect(feature("tables", mappedFeatures(module, "ice40"))).toBe(8);
    expect(feature("tables", mappedFeatures(module, "ecp5"))).toBe(0);
    expect(feature("chainBits", mappedFeatures(module, "asic"))).toBe(8);
  });

  test("iCE40: the table of a chain gives the complement of its sum, unless the sum is read too", () => {
    const tables = (isRead: boolean): number => {
      const m = new ModuleBuilder("complement");
      const [a, b] = [m.input("a", 6), m.input("b", 6)];
      const sum = m.add(a, b);
      m.output("y", m.not(sum));
      if (isRead) m.output("z", sum);
      return feature("tables", mappedFeatures(m.build(), "ice40"));
    };
    expect([tables(false), tables(true)]).toEqual([6, 12]);
  });

  test("an adder is no wider than its numbers with extended signs, and a carry", () => {
    const m = new ModuleBuilder("narrow");
    const [a, b] = [m.input("a", 5), m.input("b", 3)];
    m.output("y", m.add(resize(a, 12, true), resize(b, 12, true)));
    expect(feature("tables", mappedFeatures(m.build(), "ice40"))).toBe(6);
  });

  // Counts of Yosys 0.55.944: the highest of 13 bits is compared behind the chain with its complements, those of 16 before it.
  test.each([
    [13, 1],
    [16, 3],
    [9, 1],
  ])("ECP5: a threshold of %i bits that is loaded takes %i tables", (bits, tables) => {
    const { module } = generateUnit({ unit: "threshold", bits, levels: 1, thresholds: "loaded" });
    expect(feature("tables", mappedFeatures(module, "ecp5"))).toBe(tables);
  });

  test("constants are not there: a threshold of half the range is the sign", () => {
    const { module } = generateUnit({
      ...{ unit: "threshold", bits: 12, levels: 1, thresholds: "constant" },
    });
    const { graph, roots } = lowerModule(module, "xc7");
    expect(graph.countGates(roots)).toEqual({ and: 0, xor: 0 });
  });

  test("tables are as many as the synthesiser maps, within one", () => {
    const popcount = { unit: "xnor-popcount", threshold: "loaded" } as const;
    const signed = { unit: "signed-sum", n: 6, bits: 8, weights: "constant" } as const;
    // Counts of Yosys 0.55.944.
    const mapped: readonly (readonly ["ice40" | "ecp5", UnitConfig, number])[] = [
      [
        "ice40",
        {
          ...{ ...popcount, n: 20, style: "compressor", pipeline: 1 },
          ...{ weights: "loaded", threshold: "none" },
        },
        46,
      ],
      ["ecp5", { ...popcount, n: 32, style: "carry-chain", pipeline: 2, weights: "constant" }, 73],
      // A sum of signed numbers goes into the next, with their signs.
      ["ecp5", { ...signed, style: "carry-chain", pipeline: 0 }, 29],
    ];
    for (const [target, config, tables] of mapped) {
      const covered = feature("tables", mappedFeatures(generateUnit(config).module, target));
      expect(Math.abs(covered - tables), JSON.stringify(config)).toBeLessThanOrEqual(1);
    }
  });

  // Counts of Yosys 0.55.944.
  test.each([
    ["xc7", 64, 102],
    ["ice40", 64, 162],
    ["xc7", 40, 58],
    ["ice40", 40, 96],
  ] as const)("a popcount on %s of %i bits is covered by about %i tables", (target, n, tables) => {
    const config: XnorPopcountConfig = {
      ...{ unit: "xnor-popcount", n, style: "compressor", pipeline: 0 },
      ...{ weights: "loaded", threshold: "none" },
    };
    const covered = feature("tables", mappedFeatures(generateUnit(config).module, target));
    expect(Math.abs(covered / tables - 1)).toBeLessThan(0.07);
  });
});
