import {
  laneNumber,
  type Module,
  ModuleBuilder,
  packLanes,
  type Simulator,
  simulate,
  unpackLane,
} from "@bnnkit/hardware";
import { expect, test } from "vitest";

function module(body: (m: ModuleBuilder) => void): Module {
  const m = new ModuleBuilder("circuit");
  body(m);
  return m.build();
}

/** The numbers of an output in the first lanes. */
function numbers(simulator: Simulator, port: string, count: number): number[] {
  const words = simulator.get(port);
  return Array.from({ length: count }, (_, lane) => laneNumber(words, lane));
}

/** The same number in every lane. */
function all(number: number, width: number): Uint32Array {
  return Uint32Array.from({ length: width }, (_, bit) => ((number >> bit) & 1 ? 0xffffffff : 0));
}

test("adders, subtractors, comparators and multiplexers compute for all numbers of four bits", () => {
  const simulator = simulate(
    module((m) => {
      const [a, b, carry] = [m.input("a", 4), m.input("b", 4), m.input("carry", 1)];
      m.output("sum", m.add(a, b, carry[0]));
      m.output("difference", m.subtract(a, b));
      m.output("negative", m.negate(a));
      const atLeast = m.atLeast(a, b);
      m.output("greater", m.mux(atLeast, a, b));
      m.output("equal", [m.equal(a, b)]);
      m.output("total", m.sum([a, b, carry, a], 6));
    }),
  );
  for (let a = 0; a < 16; a++) {
    for (let b = 0; b < 16; b++) {
      simulator.set("a", all(a, 4));
      simulator.set("b", all(b, 4));
      simulator.set("carry", Uint32Array.of(0b10));
      expect(numbers(simulator, "sum", 2)).toEqual([(a + b) % 16, (a + b + 1) % 16]);
      expect(numbers(simulator, "difference", 1)).toEqual([(a - b + 16) % 16]);
      expect(numbers(simulator, "negative", 1)).toEqual([(16 - a) % 16]);
      expect(numbers(simulator, "greater", 1)).toEqual([Math.max(a, b)]);
      expect(numbers(simulator, "equal", 1)).toEqual([a === b ? 1 : 0]);
      expect(numbers(simulator, "total", 2)).toEqual([2 * a + b, 2 * a + b + 1]);
    }
  }
});

test("a counter wraps at its modulus, holds without enable and is reset", () => {
  const simulator = simulate(
    module((m) => {
      const [enable, reset] = [m.input("enable", 1), m.input("reset", 1)];
      const { value, last } = m.counter(3, { enable: enable[0], reset: reset[0] });
      m.output("value", value);
      m.output("last", [last]);
    }),
  );
  // Lane 0 counts, lane 1 stands still.
  simulator.set("enable", Uint32Array.of(0b01));
  const seen: number[][] = [];
  for (let step = 0; step < 5; step++) {
    seen.push([...numbers(simulator, "value", 2), ...numbers(simulator, "last", 1)]);
    simulator.clock();
  }
  expect(seen).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [2, 0, 1],
    [0, 0, 0],
    [1, 0, 0],
  ]);
  simulator.set("reset", Uint32Array.of(1));
  simulator.clock();
  expect(numbers(simulator, "value", 1)).toEqual([0]);
});

test.each([true, false])(
  "a memory keeps what was written, read a clock later: %s",
  (isSynchronous) => {
    const simulator = simulate(
      module((m) => {
        const [writeEnable] = m.input("enable", 1);
        const [writeAddress, writeData] = [m.input("at", 2), m.input("data", 3)];
        const address = m.input("address", 2);
        const ports = { writeEnable, writeAddress, writeData, address };
        m.output("word", m.ram(3, ports, { isSynchronous }));
      }),
    );
    const step = (enable: number, at: number, data: number, address: number): number => {
      simulator.set("enable", all(enable, 1));
      simulator.set("at", all(at, 2));
      simulator.set("data", all(data, 3));
      simulator.set("address", all(address, 2));
      const before = numbers(simulator, "word", 1)[0];
      simulator.clock();
      return isSynchronous ? numbers(simulator, "word", 1)[0] : before;
    };
    // A read of the word that is being written yields the old one.
    expect(step(1, 2, 5, 2)).toBe(0);
    expect(step(1, 1, 7, 2)).toBe(5);
    expect(step(0, 1, 3, 1)).toBe(7);
    expect(step(0, 0, 0, 3)).toBe(0);
  },
);

test("a table yields the word of each lane", () => {
  const simulator = simulate(
    module((m) =>
      m.output("word", m.rom([3n, 1n, 4n], 3, m.input("a", 2), { isSynchronous: false })),
    ),
  );
  simulator.set(
    "a",
    packLanes(
      [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ].map((v) => Uint8Array.from(v)),
      2,
    ),
  );
  expect(numbers(simulator, "word", 4)).toEqual([3, 1, 4, 0]);
  expect([...unpackLane(simulator.get("word"), 2)]).toEqual([0, 0, 1]);
});

test("a port that is none is named", () => {
  const simulator = simulate(module((m) => m.output("y", m.input("a", 2))));
  expect(() => simulator.set("b", new Uint32Array(1))).toThrow("port must be one of a, got b");
  expect(() => simulator.set("a", new Uint32Array(1))).toThrow("words of a must have 2 elements");
});
