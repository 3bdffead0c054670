import {
  checkBehaviour,
  generateUnit,
  laneNumber,
  mutantSieve,
  mutants,
  parseNetlist,
  simulateNetlist,
  type XnorPopcountConfig,
} from "@bnnkit/hardware";
import { expect, test } from "vitest";

interface Cell {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly connections: Readonly<Record<string, readonly (number | string)[]>>;
}

/** A netlist as Yosys writes it, inputs a and w, output count. */
function netlist(
  cells: Readonly<Record<string, Cell>>,
  count: readonly (number | string)[],
): string {
  const ports = {
    a: { direction: "input", bits: [2] },
    w: { direction: "input", bits: [3] },
    count: { direction: "output", bits: count },
  };
  return JSON.stringify({ modules: { xnor_popcount: { ports, cells } } });
}

const config: XnorPopcountConfig = {
  ...{ unit: "xnor-popcount", n: 1, style: "compressor", pipeline: 0 },
  ...{ weights: "loaded", threshold: "none" },
};
const lut: Cell = {
  type: "LUT2",
  parameters: { INIT: "1001" },
  connections: { I0: [2], I1: [3], O: [4] },
};

test("a netlist that is right passes, each wrong one is caught", () => {
  const unit = generateUnit(config);
  const right = parseNetlist(netlist({ lut }, [4]));
  expect(checkBehaviour(simulateNetlist(right), unit, { vectors: 64 })).toEqual({ vectors: 64 });
  const wrong = [...mutants(right)];
  expect(wrong.map(({ change }) => change)).toEqual([
    "lut: complemented",
    "lut: always 0",
    "lut: always 1",
  ]);
  const sieve = mutantSieve(right, wrong);
  sieve.pass({ a: Uint32Array.of(0), w: Uint32Array.of(0) });
  expect(
    sieve.left().map(({ change }) => change),
    "0 xnor 0 is 1",
  ).toEqual(["lut: always 1"]);
  sieve.pass({ a: Uint32Array.of(0), w: Uint32Array.of(4) });
  expect(sieve.left()).toEqual([]);
  for (const mutant of wrong) {
    const simulator = simulateNetlist(mutant.netlist);
    expect(checkBehaviour(simulator, unit, { vectors: 64 }).mismatch).toMatchObject({
      port: "count",
    });
  }
});

test("a register too many, or too few, is caught", () => {
  const flipFlop: Cell = {
    type: "FDRE",
    connections: { C: [9], CE: ["1"], D: [4], Q: [5], R: ["0"] },
  };
  const late = parseNetlist(netlist({ lut, flipFlop }, [5]));
  const unit = generateUnit(config);
  expect(checkBehaviour(simulateNetlist(late), unit, { vectors: 128 }).mismatch).toBeDefined();
  const pipelined = generateUnit({ ...config, pipeline: 1 });
  expect(checkBehaviour(simulateNetlist(late), pipelined, { vectors: 128 }).mismatch).toBe(
    undefined,
  );
});

test("a carry chain adds", () => {
  // S = a ⊕ w with a as the alternative of the carry, which is 1 at first: a + w + 1.
  const chain: Cell = {
    type: "CARRY4",
    connections: {
      ...{ CI: ["0"], CYINIT: ["1"], S: [4, "0", "0", "0"], DI: [2, "0", "0", "0"] },
      ...{ O: [5, 6, 7, 8], CO: [9, 10, 11, 12] },
    },
  };
  const xor: Cell = { ...lut, parameters: { INIT: "0110" } };
  const simulator = simulateNetlist(parseNetlist(netlist({ chain, xor }, [5, 6])));
  simulator.set("a", Uint32Array.of(0b0011));
  simulator.set("w", Uint32Array.of(0b0101));
  const sums = simulator.get("count");
  expect([0, 1, 2, 3].map((lane) => laneNumber(sums, lane))).toEqual([3, 2, 2, 1]);
});

test("what has no model is refused by name", () => {
  const memory: Cell = { type: "RAMB18E1", connections: {} };
  expect(() => parseNetlist(netlist({ memory }, [2]))).toThrow(
    "parseNetlist: memory must be of a known type, got RAMB18E1",
  );
  expect(() => parseNetlist('{"modules":{}}')).toThrow("json must have one module, got 0");
  const loop: Cell = { ...lut, connections: { I0: [4], I1: [3], O: [4] } };
  expect(() => parseNetlist(netlist({ loop }, [4]))).toThrow("no combinational loop");
});

const net = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

test.each([
  // Bit i of word a stands at 16·(a mod 256) + 2^mode·i + ⌊a / 256⌋: INIT_0 below holds bits 0 and 17.
  { mode: 0, pins: net(0, 16), stored: [0x0001, 0x0002] },
  { mode: 1, pins: [0, 2, 4, 6, 8, 10, 12, 14], stored: [1, 0, 0, 1] },
  { mode: 2, pins: [1, 5, 9, 13], stored: [1, 0, 0, 1] },
  { mode: 3, pins: [3, 11], stored: [1, 0, 0, 1] },
])("a block memory of iCE40 in mode $mode reads what it held and what was written", (shape) => {
  const { mode, pins, stored } = shape;
  const parts = 2 ** mode;
  const addressBits = 8 + mode;
  const width = pins.length;
  const onPins = (first: number): (number | string)[] =>
    net(0, 16).map((pin) => (pins.includes(pin) ? first + pins.indexOf(pin) : "x"));
  const ports = {
    enable: { direction: "input", bits: [2] },
    to: { direction: "input", bits: net(10, addressBits) },
    data: { direction: "input", bits: net(30, width) },
    from: { direction: "input", bits: net(50, addressBits) },
    word: { direction: "output", bits: net(70, width) },
  };
  const memory: Cell = {
    type: "SB_RAM40_4K",
    parameters: {
      READ_MODE: mode.toString(2).padStart(32, "0"),
      WRITE_MODE: mode.toString(2).padStart(32, "0"),
      INIT_0: (2n ** 17n + 1n).toString(2).padStart(256, "0"),
    },
    connections: {
      ...{ RE: ["1"], RCLKE: ["1"], RADDR: net(50, addressBits), RDATA: onPins(70) },
      ...{ WE: ["1"], WCLKE: [2], WADDR: net(10, addressBits), WDATA: onPins(30) },
      MASK: Array.from({ length: 16 }, () => "0"),
    },
  };
  const json = JSON.stringify({ modules: { memory: { ports, cells: { memory } } } });
  const circuit = simulateNetlist(parseNetlist(json));
  const bitsOf = (value: number, count: number): Uint32Array =>
    Uint32Array.from({ length: count }, (_, i) => ((value >> i) & 1 ? 0xffffffff : 0));
  const clock = (enable: number, to: number, data: number, from: number): number => {
    circuit.set("enable", bitsOf(enable, 1));
    circuit.set("to", bitsOf(to, addressBits));
    circuit.set("data", bitsOf(data, width));
    circuit.set("from", bitsOf(from, addressBits));
    circuit.clock();
    return laneNumber(circuit.get("word"), 31);
  };
  // Of rows 0 and 1 the words of parts 0 and 1.
  const addresses = parts === 1 ? [0, 1] : [0, 1, 256, 257];
  expect(addresses.map((address) => clock(0, 0, 0, address))).toEqual(stored);
  const last = 256 * parts - 1;
  expect(clock(1, last, 2, last), "a read of what is being written").toBe(0);
  expect(clock(0, last, 1, last), "without an enable nothing is written").toBe(2);
  expect(clock(0, last, 1, last)).toBe(2);
  expect(clock(0, 0, 0, last - 1), "a neighbour").toBe(0);
});
