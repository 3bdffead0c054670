import {
  checkBehaviour,
  generateUnit,
  laneNumber,
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
