import {
  horowitzEnergy,
  horowitzProvenance,
  horowitzTable,
  leakageEnergyPj,
  netlistEnergy,
  parseNetlist,
  popcountEnergyPj,
  randomActivity,
  scaleVoltage,
  sramAccessEnergyPj,
  sramMacro,
  toggleMeter,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";

type Pins = Readonly<Record<string, readonly (number | string)[]>>;

/** A netlist of gates as Yosys writes it: inputs a, b, c and output y. */
function netlist(cells: Readonly<Record<string, readonly [type: string, pins: Pins]>>, y: number) {
  const ports = {
    ...{ a: { direction: "input", bits: [2] }, b: { direction: "input", bits: [3] } },
    ...{ c: { direction: "input", bits: [4] }, y: { direction: "output", bits: [y] } },
  };
  const all = Object.entries(cells).map(([name, [type, connections]]) => [
    name,
    { type, connections },
  ]);
  return parseNetlist(
    JSON.stringify({ modules: { gates: { ports, cells: Object.fromEntries(all) } } }),
  );
}

const xor = ["XOR2", { A: [2], B: [3], Y: [5] }] as const;

describe("toggles", () => {
  test("are counted copy by copy, once a step", () => {
    const gates = netlist({ xor, inverter: ["INV", { A: [5], Y: [6] }] }, 6);
    const meter = toggleMeter(gates, 2);
    const step = (a: number, b: number): void => {
      meter.set("a", Uint32Array.of(a));
      meter.set("b", Uint32Array.of(b));
      meter.get("y");
    };
    step(0b00, 0b00);
    step(0b01, 0b00);
    step(0b01, 0b11);
    // Copies 2 and on are not counted, and a step in which nothing changes is one.
    step(0b1101, 0b11);
    step(0b1101, 0b11);
    const activity = meter.activity();
    expect(activity.transitions).toBe(8);
    // a ⊕ b: 00, 01, 10, 10 of the two copies.
    const [table] = gates.tables;
    expect(activity.toggles[table.y]).toBe(3);
    const energy = netlistEnergy(gates, activity);
    // 3 of 8 steps, 2.5 and 0.5 gate equivalents.
    expect(energy.switchedGe).toBeCloseTo((3 / 8) * 3, 12);
    expect(energy.energyPj.value).toBeCloseTo((9 / 8) * 2.27e-3, 12);
    expect(Object.keys(energy.byType)).toEqual(["XOR2", "INV"]);
  });

  test("a full adder's outputs have half of it each", () => {
    const adder = ["FA", { A: [2], B: [3], C: [4], S: [5], CO: [6] }] as const;
    const gates = netlist({ adder, both: ["AND2", { A: [5], B: [6], Y: [7] }] }, 7);
    const meter = toggleMeter(gates, 1);
    for (const [a, b] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ]) {
      meter.set("a", Uint32Array.of(a));
      meter.set("b", Uint32Array.of(b));
      meter.get("y");
    }
    // Sums 0, 1, 0 and carries 0, 0, 1 in two steps.
    expect(netlistEnergy(gates, meter.activity()).switchedGe).toBeCloseTo((3 * 3.5) / 2, 12);
  });

  test("a flip-flop's clock takes energy when nothing changes", () => {
    const cells = { xor, store: ["DFF", { CK: [9], D: [5], Q: [6] }] } as const;
    const gates = netlist(cells, 6);
    const meter = toggleMeter(gates);
    for (let clock = 0; clock < 3; clock++) meter.clock();
    const idle = netlistEnergy(gates, meter.activity());
    expect(idle.byType.clock).toBeCloseTo(2.27e-3, 12);
    expect(idle.switchedGe).toBe(1);
    const { switchedGe } = netlistEnergy(gates, randomActivity(gates));
    // Half the steps: 2.5 of the gate, 5 of the flip-flop.
    expect(Math.abs(switchedGe - 1 - 7.5 / 2)).toBeLessThan(0.2);
  });

  test("what has no energy is refused", () => {
    const lut = netlist({ lut: ["LUT2", { I0: [2], I1: [3], O: [5] }] }, 5);
    expect(() => netlistEnergy(lut, randomActivity(lut, 32))).toThrow(
      "netlistEnergy: cells must be of the gate-equivalent library (target asic), got LUT2",
    );
    const gates = netlist({ xor }, 5);
    expect(() => netlistEnergy(gates, toggleMeter(gates).activity())).toThrow("transitions");
    const other = netlist({ xor, inverter: ["INV", { A: [5], Y: [6] }] }, 6);
    expect(() => netlistEnergy(gates, randomActivity(other))).toThrow(
      "must equal netlist.netCount",
    );
    expect(() => toggleMeter(gates, 33)).toThrow("lanes must be an integer in 1 … 32, got 33");
  });
});

test.each([
  // fJ a lane of Nangate 45 cells.
  [64, 10.0],
  [256, 10.6],
  [1024, 10.8],
])("an XNOR-popcount of %i takes %f fJ a lane", (n, measured) => {
  const { low, high, isExtrapolated } = popcountEnergyPj(n);
  expect((1000 * low) / n).toBeLessThanOrEqual(measured);
  expect((1000 * high) / n).toBeGreaterThanOrEqual(measured);
  expect(isExtrapolated).toBe(false);
});

test("energy of a lane hardly depends on their number", () => {
  expect((popcountEnergyPj(1024).value / popcountEnergyPj(128).value / 8).toFixed(2)).toBe("1.02");
  expect(popcountEnergyPj(4096).isExtrapolated).toBe(true);
  expect(() => popcountEnergyPj(0)).toThrow("popcountEnergyPj: n");
});

describe("Horowitz's table", () => {
  test("a product by hand; entries that nobody read again are named", () => {
    const counts = { "int8-multiply": 100, "int32-add": 100, "sram-8k-read": 2 } as const;
    expect(horowitzEnergy(counts)).toEqual({
      ...{ kind: "estimate", energyPj: 20 + 10 + 20, unverified: ["int8-multiply"] },
      provenance: horowitzProvenance,
    });
    expect(horowitzProvenance).toMatchObject({ nodeNm: 45, voltageV: 0.9 });
    expect(horowitzTable["dram-read"]).toMatchObject({ rangePj: [1300, 2600], isVerified: false });
  });

  test("what it has not is refused", () => {
    expect(() => horowitzEnergy({ "int32-add": -1 })).toThrow("int32-add must be ≥ 0, got -1");
    expect(() => horowitzEnergy(JSON.parse('{"int4-add":1}'))).toThrow("operation must be one of");
  });
});

describe("another supply", () => {
  test("delay, energy and leakage of IHP's cells from 1.20 to 1.50 V", () => {
    const up = scaleVoltage(1.2, 1.5);
    // Measured: 0.662, 1.64, 3.0.
    expect(up.delay).toBeCloseTo(1.25 * (0.56 / 0.86) ** 1.5, 12);
    expect(Math.abs(up.delay / 0.662 - 1)).toBeLessThan(0.01);
    expect(up.dynamicEnergy).toBeCloseTo(1.64, 12);
    expect(up.leakagePower).toBeCloseTo(3, 12);
    expect(up.frequency * up.delay).toBe(1);
    expect(up.isExtrapolated).toBe(false);
  });

  test("there and back is where one was; beyond the measured is marked", () => {
    const [down, up] = [scaleVoltage(1.2, 0.9), scaleVoltage(0.9, 1.2)];
    expect(down.dynamicEnergy * up.dynamicEnergy).toBeCloseTo(1, 12);
    expect(down.delay).toBeGreaterThan(1);
    expect(down.isExtrapolated).toBe(true);
    expect(() => scaleVoltage(1.2, 0.6)).toThrow("scaleVoltage: toV must be > 0.64 V, got 0.6");
  });

  test("leakage is power times time", () => {
    // 1 mW for 1 µs.
    expect(leakageEnergyPj(1e6, 1e3)).toBeCloseTo(1000, 9);
    expect(() => leakageEnergyPj(-1, 1)).toThrow("leakageNw must be ≥ 0, got -1");
  });
});

test("words of a memory that a level reads and writes", () => {
  const macro = sramMacro({ words: 256, width: 16 });
  const accesses = { name: "registers", weightReads: 100, inputReads: 60 };
  const sums = { partialReads: 3, outputWrites: 4 };
  const bits = { weight: 1, input: 1, output: 8 };
  // 100 + 60 + 24 bits read are 12 words of 16, 32 written 2.
  expect(sramAccessEnergyPj({ ...accesses, ...sums }, bits, macro).value).toBeCloseTo(
    12 * macro.readPj.value + 2 * macro.writePj.value,
    9,
  );
});
