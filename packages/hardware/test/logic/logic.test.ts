import { type Code, float32, thermometer } from "@bnnkit/core";
import {
  checkBehaviour,
  checkEveryInput,
  dwnCores,
  type LogicNetwork,
  leaveOneOut,
  logicCircuit,
  logicNetwork,
  logicVotes,
  priceLogic,
  printVerilog,
  simulate,
} from "@bnnkit/hardware";
import {
  type ClassificationDescription,
  type Node,
  type PackedModel,
  truthTableTensors,
} from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";

const encoder: Node = {
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
      logicNetwork(
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
    const network = logicNetwork(
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
    const inputs = Array.from({ length: 512 }, (_, i) =>
      Array.from({ length: 9 }, (_, bit) => (i >> bit) & 1),
    );
    let found = 0;
    for (const mutant of mutantsOf(network)) {
      const isWrong = inputs.some(
        (bits) => logicVotes(mutant, bits).join() !== logicVotes(network, bits).join(),
      );
      const { module } = logicCircuit(mutant, { encoder: false });
      const { mismatch } = checkEveryInput(simulate(module), unit);
      expect(mismatch !== undefined).toBe(isWrong);
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
    expect(() => logicNetwork(changed([bare], "r"))).toThrow("must begin with its encoder");
    expect(() => logicNetwork(changed([encoder], "bits"))).toThrow("must end with a group-sum");
    const floats = model(3, [[6, 2]], 2, float32);
    expect(() => logicNetwork(floats)).toThrow("must read bytes");
  });
});

describe("prices of logic networks", () => {
  test("a table of up to six inputs is a LUT, of seven two, of eight four", () => {
    const price = (inputs: number) => priceLogic(logicNetwork(model(9, [[10, inputs]], 5)));
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
});

/** Each table with its entries complemented, all 0, all 1. */
function mutantsOf(network: LogicNetwork): readonly LogicNetwork[] {
  return network.layers.flatMap((tables, l) =>
    tables.flatMap((table, t) =>
      [(entry: number) => 1 - entry, () => 0, () => 1].map((change) => {
        const wrong = { ...table, entries: table.entries.map(change) };
        return { ...network, layers: network.layers.with(l, tables.with(t, wrong)) };
      }),
    ),
  );
}
