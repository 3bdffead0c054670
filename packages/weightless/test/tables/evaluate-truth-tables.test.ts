import { describe, expect, test } from "vitest";
import {
  evaluateTruthTables,
  predictTruthTables,
  type TruthTableLayer,
  type TruthTableNetwork,
  tablesOf,
  truthTableNetworkFrom,
  truthTableSize,
} from "../../src/index.ts";

const xor: TruthTableLayer = {
  inputsPerTable: 2,
  connections: [0, 1],
  tables: Uint8Array.of(0b0110),
};
const samplesOfTwo = [0, 0, 1, 0, 0, 1, 1, 1];

describe("a network of truth tables by hand", () => {
  test("one table, one class", () => {
    const network = { inputs: 2, classes: 1, layers: [xor] };
    expect([...evaluateTruthTables(network, samplesOfTwo)]).toEqual([0, 1, 1, 0]);
  });

  test("input 0 is the least significant bit of the address", () => {
    // Only entry 1 is set: first input 1, second 0.
    const layer = { inputsPerTable: 2, connections: [0, 1], tables: Uint8Array.of(0b0010) };
    const network = { inputs: 2, classes: 1, layers: [layer] };
    expect([...evaluateTruthTables(network, samplesOfTwo)]).toEqual([0, 1, 0, 0]);
    const turned = { ...network, layers: [{ ...layer, connections: [1, 0] }] };
    expect([...evaluateTruthTables(turned, samplesOfTwo)]).toEqual([0, 0, 1, 0]);
  });

  test("tables of one input lie two bits apart in a byte", () => {
    // NOT of bit 0, bit 1 itself, constant 1, constant 0.
    const layer = {
      inputsPerTable: 1,
      connections: Int32Array.of(0, 1, 0, 1),
      tables: Uint8Array.of(0b00_11_10_01),
    };
    const network = { inputs: 2, classes: 4, layers: [layer] };
    expect([...evaluateTruthTables(network, [0, 1])]).toEqual([1, 1, 1, 0]);
    expect([...evaluateTruthTables(network, [1, -0])]).toEqual([0, 0, 1, 0]);
  });

  test("a table of eight inputs has 32 bytes: parity of 8 bits", () => {
    const tables = new Uint8Array(32);
    for (let a = 0; a < 256; a++) {
      const ones = [...a.toString(2)].filter((digit) => digit === "1").length;
      tables[a >> 3] = (tables[a >> 3] ?? 0) | ((ones % 2) << (a & 7));
    }
    const layer = { inputsPerTable: 8, connections: [0, 1, 2, 3, 4, 5, 6, 7], tables };
    const network = { inputs: 8, classes: 1, layers: [layer] };
    const rows = [[1, 0, 0, 0, 0, 0, 0, 1], [1, 1, 1, 0, 0, 0, 0, 0], Array<number>(8).fill(0)];
    expect([...evaluateTruthTables(network, rows.flat())]).toEqual([0, 1, 0]);
  });

  test("two layers: the class counts its group, the lowest class wins a tie", () => {
    const first = { inputsPerTable: 1, connections: [0, 1], tables: Uint8Array.of(0b10_01) };
    const last = {
      inputsPerTable: 2,
      connections: [0, 1, 0, 1, 0, 1, 0, 1],
      tables: Uint8Array.of(0b0110_1000, 0b1000_0110),
    };
    const network = { inputs: 2, classes: 2, layers: [first, last] };
    // First layer: (NOT x0, x1); then AND + XOR for class 0, XOR + AND for class 1.
    expect([...evaluateTruthTables(network, [0, 1, 0, 0, 1, 0])]).toEqual([1, 1, 1, 1, 0, 0]);
    expect([...predictTruthTables(network, [0, 1])]).toEqual([0]);
  });

  test("its size: entries, and connections at the bits that they need", () => {
    const network = { inputs: 5, classes: 1, layers: [{ ...xor, connections: [0, 4] }] };
    expect(truthTableSize(network)).toEqual({ tables: 1, tableBytes: 1, connectionBytes: 1 });
    expect(tablesOf(xor)).toBe(1);
  });
});

describe("what does not fit is refused, by name", () => {
  const network: TruthTableNetwork = { inputs: 2, classes: 1, layers: [xor] };
  const refused = (changed: Partial<TruthTableLayer>): (() => unknown) => {
    const layers = [{ ...xor, ...changed }];
    return () => truthTableNetworkFrom({ ...network, layers });
  };

  test.each([
    [{ inputsPerTable: 0 }, "layers[0].inputsPerTable must be an integer in 1 … 8, got 0"],
    [{ inputsPerTable: 9 }, "layers[0].inputsPerTable"],
    [{ connections: [0, 1, 0] }, "layers[0].connections must hold 2 for each table"],
    [{ connections: [] }, "at least one table, got 0"],
    [{ connections: [0, 2] }, "layers[0].connections[1]"],
    [{ connections: [0, Number.NaN] }, "layers[0].connections[1]"],
    [{ connections: [0, -1] }, "layers[0].connections[1]"],
    [{ tables: new Uint8Array(2) }, "layers[0].tables must have 1 elements, got 2"],
    [{ tables: Uint8Array.of(0b1_0110) }, "layers[0].tables must have 0 bits beyond"],
  ])("%j", (changed, message) => {
    expect(refused(changed)).toThrow(message);
  });

  test("networks and samples", () => {
    expect(() => truthTableNetworkFrom({ ...network, layers: [] })).toThrow("number of layers");
    expect(() => truthTableNetworkFrom({ ...network, classes: 2 })).toThrow("equally many tables");
    expect(() => evaluateTruthTables(network, [0, Number.NaN])).toThrow(RangeError);
    expect(() => evaluateTruthTables(network, [0, 0.5])).toThrow(RangeError);
    expect(() => evaluateTruthTables(network, [0])).toThrow("whole rows of 2");
  });
});
