import { type Code, float32, thermometer } from "@bnnkit/core";
import {
  checkBehaviour,
  checkEveryInput,
  drawnPasses,
  dwnCores,
  encoderLuts,
  expectedComparators,
  leaveOneOut,
  leaveOneOutWithEncoder,
  logicChecker,
  logicCircuit,
  logicMutants,
  logicNetlist,
  type MappedNetlist,
  mutantSieve,
  nearThresholds,
  packLanes,
  planLogic,
  priceLogic,
  printVerilog,
  simulate,
  simulateNetlist,
  unpackLane,
} from "@bnnkit/hardware";
import {
  type ClassificationDescription,
  type Node,
  type PackedModel,
  type Tensor,
  truthTableTensors,
} from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";

const encoder: Node & { readonly op: "threshold" } = {
  ...{ op: "threshold", name: "bits", inputs: ["x"], thresholds: [60, 130, 200], flips: false },
  code: thermometer([1, 2, 3]),
};

/** A network of random tables on so many bytes. */
function model(
  features: number,
  layers: readonly (readonly [tables: number, inputs: number])[],
  groups: number,
  code: Code = [{ digit: "uint8" }],
): PackedModel {
  const random = createRandom(9);
  let bits = 3 * features;
  const nodes: Node[] = [encoder];
  const tensors = layers.flatMap(([tables, inputsPerTable], i) => {
    const name = `layer${i}`;
    nodes.push({
      ...{ op: "truth-tables", name, inputs: [nodes[i]?.name ?? ""], tables, inputsPerTable },
    });
    const length = tables * 2 ** inputsPerTable;
    const words = new Uint32Array(Math.ceil(length / 32));
    for (let at = 0; at < length; at++) {
      words[at >>> 5] = (words[at >>> 5] ?? 0) | (random.integer(0, 1) << (at & 31));
    }
    const connections = Int32Array.from({ length: tables * inputsPerTable }, () =>
      random.integer(0, bits - 1),
    );
    bits = tables;
    return [...truthTableTensors(name, { inputsPerTable, connections, tables: words })];
  });
  nodes.push({ op: "group-sum", name: "votes", inputs: [nodes.at(-1)?.name ?? ""], groups });
  const description: ClassificationDescription = {
    name: "logic",
    task: "classification",
    graph: {
      inputs: [{ name: "x", kind: "map", height: 1, width: 1, features, code }],
      nodes,
      output: "votes",
    },
  };
  return { description, tensors: new Map(tensors), metadata: {} };
}

describe("circuits of logic networks", () => {
  test("do what the packed model does on random vectors", () => {
    const unit = logicCircuit(
      planLogic(
        model(
          5,
          [
            [20, 6],
            [21, 3],
          ],
          3,
        ),
      ),
    );
    expect(checkBehaviour(simulate(unit.module), unit, { vectors: 320 }).mismatch).toBeUndefined();
    const verilog = printVerilog(unit.module);
    expect(verilog).toContain("module logic_network");
    expect(verilog).toContain("input wire [39:0] x");
  });

  test("the core is right for every input, and a wrong table is found wherever votes change", () => {
    const network = planLogic(
      model(
        3,
        [
          [12, 4],
          [8, 2],
        ],
        2,
      ),
    );
    const unit = logicCircuit(network, { encoder: false });
    expect(checkEveryInput(simulate(unit.module), unit)).toEqual({ vectors: 512 });
    // Every byte that is on either side of a threshold: 0, 60, 130, 200 of three features.
    const samples = Array.from({ length: 64 }, (_, i) =>
      [0, 2, 4].map((shift) => [0, 60, 130, 200][(i >> shift) & 3]),
    );
    const passes = [0, 32].map((from) => ({
      x: packLanes(
        samples
          .slice(from, from + 32)
          .map((bytes) =>
            Uint8Array.from({ length: 24 }, (_, i) => (bytes[i >> 3] >> (i & 7)) & 1),
          ),
        24,
      ),
    }));
    const netlist = logicNetlist(network);
    const sieve = mutantSieve(netlist, logicMutants(network));
    for (const pass of passes) sieve.pass(pass);
    const left = new Set(sieve.left().map(({ change }) => change));
    const countsOf = (of: MappedNetlist): string => {
      const simulator = simulateNetlist(of);
      return passes
        .flatMap(({ x }) => {
          simulator.set("x", x);
          return [...simulator.get("counts")];
        })
        .join();
    };
    let found = 0;
    for (const { change, netlist: wrong } of logicMutants(network)) {
      const isWrong = countsOf(wrong) !== countsOf(netlist);
      expect(left.has(change)).toBe(!isWrong);
      if (isWrong) found++;
    }
    expect(found).toBeGreaterThan(20);
  });

  test("a model without its encoder, and one of other layers, are refused", () => {
    const whole = model(3, [[6, 2]], 2);
    const { description } = whole;
    if (description.task !== "classification") throw new TypeError("a classifier, please");
    const { graph } = description;
    const changed = (nodes: readonly Node[], output: string): PackedModel => ({
      ...whole,
      tensors: new Map(),
      description: { ...description, graph: { ...graph, nodes, output } },
    });
    const bare: Node = {
      op: "activation",
      name: "r",
      inputs: ["x"],
      function: "relu",
      shifts: false,
    };
    expect(() => planLogic(changed([bare], "r"))).toThrow("must begin with its encoder");
    expect(() => planLogic(changed([encoder], "bits"))).toThrow("must end with a group-sum");
    const integers = model(3, [[6, 2]], 2, [{ digit: "uint8", scale: 0.5 }]);
    expect(planLogic(integers).encoder[0]?.level).toBe(120); // of 60
  });
});

/** Two Bloom filters and a RAM node of each of three classes, whose votes are added, on so many float32 numbers. */
function filterModel(features: number): PackedModel {
  const random = createRandom(4);
  const shared = { outFeatures: 3, inputs: ["bits"] as const, entry: "bit" } as const;
  const nodes: readonly Node[] = [
    { ...encoder, thresholds: [-1.5, 0, 2 ** -20] },
    {
      ...{ op: "look-up", name: "f", tuples: 2, tupleSize: 5, entries: 8, hashes: 2 },
      ...{ ...shared, mappings: "shared" },
    },
    {
      ...{ op: "look-up", name: "r", tuples: 1, tupleSize: 2, entries: 4, hashes: 0 },
      ...{ ...shared, mappings: "own" },
    },
    { op: "add", name: "votes", inputs: ["f", "r"] },
  ];
  const draw = (length: number, least: number, most: number): Int32Array<ArrayBuffer> =>
    Int32Array.from({ length }, () => random.integer(least, most));
  const bits = (rows: number, entries: number): Tensor => {
    const data = new Uint32Array(4 * rows);
    for (let row = 0; row < rows; row++) data[4 * row] = random.integer(0, 2 ** entries - 1);
    return { dtype: "U32", shape: [rows, 4], data };
  };
  const graph = {
    inputs: [{ name: "x", kind: "map", height: 1, width: 1, features, code: float32 }],
    nodes,
    output: "votes",
  } as const;
  const tensors = new Map<string, Tensor>([
    ["f.mapping", { dtype: "I32", shape: [1, 10], data: draw(10, -1, 3 * features - 1) }],
    ["f.hashes", { dtype: "U32", shape: [2, 5], data: Uint32Array.from(draw(10, 0, 7)) }],
    ["f.bits", bits(6, 8)],
    ["r.mapping", { dtype: "I32", shape: [3, 2], data: draw(6, 0, 3 * features - 1) }],
    ["r.bits", bits(3, 4)],
  ]);
  return { description: { name: "f", task: "classification", graph }, tensors, metadata: {} };
}

describe("circuits of filters", () => {
  test("do what the packed model does, and their core for every input", () => {
    const plan = planLogic(filterModel(3));
    const unit = logicCircuit(plan);
    const draw = nearThresholds(plan);
    const checked = checkBehaviour(simulate(unit.module), unit, { vectors: 640, draw });
    expect(checked.mismatch).toBeUndefined();
    const core = logicCircuit(plan, { encoder: false });
    expect(checkEveryInput(simulate(core.module), core)).toEqual({ vectors: 512 });
  });

  test("a comparator that is off by one float32 is found next to its threshold", () => {
    const plan = planLogic(filterModel(3));
    const unit = logicCircuit(plan);
    const encoder = plan.encoder.map(({ feature, level }) => ({ feature, level: level + 1 }));
    const { module } = logicCircuit({ ...plan, encoder });
    const draw = nearThresholds(plan);
    expect(checkBehaviour(simulate(module), unit, { vectors: 640, draw }).mismatch).toBeDefined();
  });

  test("an order of float32 that −0 and 0 are neighbours in", () => {
    const { encoder } = planLogic(filterModel(1));
    // −1.5 is 0xbfc00000, −0 the last below 2³¹; 2⁻²⁰ has the exponent 107.
    expect(encoder.map(({ level }) => level)).toEqual([
      2 ** 32 - 1 - 0xbfc00000,
      2 ** 31 - 1,
      2 ** 31 + 107 * 2 ** 23,
    ]);
  });

  test("take a table for each hash, the LUTs of hashes and an AND", () => {
    const plan = planLogic(filterModel(3));
    if (plan.core.kind !== "filters") throw new TypeError("filters, please");
    const taps = plan.core.parts[0]?.taps.flat().filter((places) => places.length > 1) ?? [];
    // Hashes of at most five bits are a LUT a digit where they join any, in each of two tuples; six filters of three LUTs, three nodes.
    expect(priceLogic(plan).tableLuts.value).toBe(2 * taps.length + 6 * 3 + 3);
  });

  test("counters are refused, and votes that nobody adds", () => {
    const whole = filterModel(3);
    const { description } = whole;
    if (description.task !== "classification") throw new TypeError("a classifier, please");
    const { graph } = description;
    const nodes = graph.nodes.slice(0, -1);
    const open = { ...description, graph: { ...graph, nodes, output: "r" } };
    expect(() => planLogic({ ...whole, description: open })).toThrow("all votes must be added");
  });
});

describe("networks of tables as netlists", () => {
  test.each([
    [
      "tables on bytes",
      model(
        3,
        [
          [12, 4],
          [8, 2],
        ],
        2,
      ),
      24,
    ],
    ["filters on float32", filterModel(2), 64],
  ] as const)("%s count what their model does, and the circuit is the same", (_, packed, bits) => {
    const plan = planLogic(packed);
    const unit = logicCircuit(plan);
    const { inputs } = unit.module;
    expect(inputs[0].bus.length).toBe(bits);
    const netlist = simulateNetlist(logicNetlist(plan));
    const [circuit, check] = [simulate(unit.module), logicChecker(plan)];
    for (const pass of drawnPasses(inputs, { vectors: 256, draw: nearThresholds(plan) })) {
      netlist.set("x", pass.x);
      const counts = netlist.get("counts");
      for (const lane of [0, 13, 31]) {
        const wanted = unit.behaviour({ x: unpackLane(pass.x, lane) });
        expect(unpackLane(counts, lane)).toEqual(wanted.counts);
      }
      expect(check(circuit, pass)).toBeUndefined();
    }
  });

  test("a comparator that is off by one is seen", () => {
    const plan = planLogic(model(3, [[12, 4]], 2));
    const encoder = plan.encoder.map(({ feature, level }) => ({ feature, level: level + 1 }));
    const { module } = logicCircuit({ ...plan, encoder });
    const [circuit, check] = [simulate(module), logicChecker(plan)];
    const passes = [...drawnPasses(module.inputs, { vectors: 640, draw: nearThresholds(plan) })];
    expect(passes.some((pass) => check(circuit, pass) !== undefined)).toBe(true);
  });
});

describe("prices of logic networks", () => {
  test("a table of up to six inputs is a LUT, of seven two, of eight four", () => {
    const price = (inputs: number) => priceLogic(planLogic(model(9, [[10, inputs]], 5)));
    expect(price(6).tableLuts.value).toBe(10);
    expect(price(6).muxes.value).toBe(0);
    expect(price(7).tableLuts.value).toBe(20);
    expect(price(8)).toMatchObject({ tableLuts: { value: 40 }, muxes: { value: 30 } });
    const { core, encoder, total, comparators } = price(6);
    expect(total.value).toBeCloseTo(core.value + encoder.value, 9);
    expect(comparators.value).toBeLessThanOrEqual(27);
    expect(core.low).toBeLessThan(core.value);
  });

  test("cores of architectures left out of the fit: at most 4 % off on average, 10 % at worst", () => {
    const errors = leaveOneOut(dwnCores).map(Math.abs);
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.04);
    expect(Math.max(...errors)).toBeLessThan(0.1);
  });

  test.each(["jets", "pixels"] as const)(
    "with an encoder of %s, of architectures left out of both fits: 8 % and 20 %",
    (numbers) => {
      const errors = leaveOneOutWithEncoder(numbers).map(Math.abs);
      expect(errors).toHaveLength(numbers === "jets" ? 14 : 6);
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.08);
      expect(Math.max(...errors)).toBeLessThan(0.2);
    },
  );

  test("comparators that are expected: of two, read twice by chance, 2·(1 − 1/e)", () => {
    expect(expectedComparators(2, 2)).toBeCloseTo(2 * (1 - Math.exp(-1)), 12);
    expect(expectedComparators(1e9, 6)).toBeCloseTo(6, 6);
    const some = expectedComparators(3200, 2160);
    expect(encoderLuts("pixels", 2 * some)).toBeCloseTo(2 * encoderLuts("pixels", some), 6);
    // Published: 7,138.
    expect(Math.abs(encoderLuts("jets", some) / 7138 - 1)).toBeLessThan(0.05);
  });
});
