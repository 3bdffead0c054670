import {
  checkBehaviour,
  generateUnit,
  type MappedNetlist,
  ModuleBuilder,
  mutants,
  parseNetlist,
  printVerilog,
  simulate,
  simulateNetlist,
  type UnitConfig,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import {
  memoryCache,
  proveMapping,
  proveMutants,
  proveSameFunction,
  runYosys,
  type SynthesisTarget,
  synthesize,
} from "@bnnkit/hardware/synthesis";
import { expect, test } from "vitest";

const xnor: XnorPopcountConfig = {
  ...{ unit: "xnor-popcount", n: 16, style: "compressor", pipeline: 0 },
  ...{ weights: "loaded", threshold: "none" },
};
const verilog = (config: UnitConfig): string => printVerilog(generateUnit(config).module);

test.each<{ target: SynthesisTarget; config: UnitConfig; most: object }>([
  {
    target: "xc7",
    config: { ...xnor, n: 32, style: "carry-chain", pipeline: 1 },
    most: { lut: 50 },
  },
  { target: "ice40", config: xnor, most: { lut: 38, carry: 4 } },
  { target: "ecp5", config: { ...xnor, pipeline: 1 }, most: { lut: 60 } },
  { target: "asic", config: { ...xnor, n: 64 }, most: { areaGe: 613.5 } },
  // µm² with and without extraction of full adders, for ABC over the whole Liberty files.
  { target: "osu018", config: { ...xnor, n: 128 }, most: { areaGe: 24_284 / 24 } },
  { target: "ihp-sg13g2", config: { ...xnor, n: 64 }, most: { areaGe: 4323 / 7.2576 } },
  {
    target: "ihp-sg13g2",
    config: { unit: "threshold", bits: 9, levels: 3, thresholds: "loaded" },
    most: { ff: 0 },
  },
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

test("a solver tells a mutant that does the same from those that do not", async () => {
  // q = a and (a or b) is a: of the wrong ors only the one that is always 1 changes nothing.
  const [a, b, or, q] = [2, 3, 4, 5];
  const [entriesOfOr, entriesOfAnd] = [
    [false, true, true, true],
    [false, false, false, true],
  ];
  const netlist: MappedNetlist = {
    name: "absorbed",
    inputs: [{ name: "x", bus: [a, b] }],
    outputs: [{ name: "q", bus: [q] }],
    tables: [
      { cell: "or", type: "or", inputs: [a, b], table: entriesOfOr, y: or },
      { cell: "and", type: "and", inputs: [a, or], table: entriesOfAnd, y: q },
    ],
    ...{ flipFlops: [], memories: [], netCount: 6 },
  };
  const { equivalent, different, undecided } = await proveMutants(netlist, [...mutants(netlist)]);
  expect(equivalent.map(({ change }) => change)).toEqual(["or: always 1"]);
  expect(different.map(({ change }) => change)).toEqual([
    ...["or: complemented", "or: always 0"],
    ...["and: complemented", "and: always 0", "and: always 1"],
  ]);
  expect(undecided).toEqual([]);
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
  ).rejects.toThrow("runYosys: no result after 0.05 s");
});

test("the Verilog of every cell does what the simulator does", async () => {
  const m = new ModuleBuilder("cells");
  const [a, b] = [m.input("a", 3), m.input("b", 3)];
  const [enable, reset] = m.input("control", 2);
  const { value, last } = m.counter(5, { enable, reset });
  m.output("counted", [...value, last]);
  m.output("held", m.register(m.xor(a, b), { enable, reset }));
  m.output("added", [...m.add(a, b, enable), ...m.subtract(a, b), ...m.negate(a)]);
  m.output("compared", [m.atLeast(a, b), m.equal(a, b)]);
  m.output("chosen", m.mux(enable, m.and(a, b), m.or(a, m.xnor(a, b))));
  m.output("total", m.sum([a, b, value], 5));
  const half = m.halfAdder(a, b);
  const full = m.fullAdder(a, b, value);
  m.output("adders", [half.sum, half.carry, full.sum, full.carry].flat());
  const words = [3n, 1n, 4n, 1n, 5n, 9n, 2n, 6n];
  m.output("fixed", m.rom(words, 4, a, { isSynchronous: false }));
  m.output("fixed_late", m.rom(words, 4, b, { style: "logic" }));
  const ports = { writeEnable: enable, writeAddress: a, writeData: b, address: b };
  m.output("stored", m.ram(8, ports, { isSynchronous: false }));
  m.output("stored_late", m.ram(8, ports));
  const module = m.build();
  const { netlist } = await synthesize(printVerilog(module), { target: "asic" });
  const [expected, actual] = [simulate(module), simulateNetlist(parseNetlist(netlist))];
  let state = 1;
  for (let clock = 0; clock < 100; clock++) {
    for (const { name, bus } of module.inputs) {
      const words = Uint32Array.from(bus, () => {
        state = Math.imul(state, 747796405) + 2891336453;
        return state ^ (state >>> 15);
      });
      expected.set(name, words);
      actual.set(name, words);
    }
    for (const { name } of module.outputs)
      expect(actual.get(name), `${name} at ${clock}`).toEqual(expected.get(name));
    expected.clock();
    actual.clock();
  }
});
