import { unipolar } from "@bnnkit/core";
import { createRandom, type Random } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  type ClassificationDescription,
  type Node,
  type PackedModel,
  truthTableTensors,
} from "../../src/index.ts";
import { evaluateGraph, matrix } from "../../src/reference/index.ts";
import { streamline } from "../../src/streamline/index.ts";

interface Layer {
  readonly inputsPerTable: number;
  readonly tables: readonly { readonly inputs: readonly number[]; readonly entries: string }[];
}

/** A network of layers on so many bits; entries are written with that of address 0 first. */
function network(bits: number, layers: readonly Layer[], groups: number): PackedModel {
  const nodes = layers.map(
    ({ inputsPerTable, tables }, i): Node => ({
      ...{ op: "truth-tables", name: `layer${i}`, inputs: [i === 0 ? "bits" : `layer${i - 1}`] },
      ...{ tables: tables.length, inputsPerTable },
    }),
  );
  const bitNode: Node = {
    ...{ op: "threshold", name: "bits", inputs: ["x"], thresholds: [1], flips: false },
    code: unipolar,
  };
  const last = `layer${layers.length - 1}`;
  const description: ClassificationDescription = {
    name: "logic",
    task: "classification",
    graph: {
      inputs: [
        { name: "x", kind: "map", height: 1, width: 1, features: bits, code: [{ digit: "uint8" }] },
      ],
      nodes: [bitNode, ...nodes, { op: "group-sum", name: "votes", inputs: [last], groups }],
      output: "votes",
    },
  };
  const tensors = layers.flatMap(({ inputsPerTable, tables }, i) => {
    const entries = tables.map((table) => table.entries).join("");
    const words = new Uint32Array(Math.ceil(entries.length / 32));
    [...entries].forEach((entry, at) => {
      words[at >>> 5] = (words[at >>> 5] ?? 0) | (Number(entry) << (at & 31));
    });
    const connections = Int32Array.from(tables.flatMap(({ inputs }) => inputs));
    return [...truthTableTensors(`layer${i}`, { inputsPerTable, connections, tables: words })];
  });
  return { description, tensors: new Map(tensors), metadata: {} };
}

function votes({ description, tensors }: PackedModel, bits: readonly number[]): readonly number[] {
  if (description.task !== "classification") throw new TypeError("votes: a classifier, please");
  const x = new Map([["x", matrix(1, bits.length, (_, k) => bits[k] ?? 0)]]);
  return [...evaluateGraph({ tensors }, description.graph, x).data];
}

/** Tables and inputs a table of each layer. */
function shapes({ description }: PackedModel): readonly (readonly [number, number])[] {
  if (description.task !== "classification") throw new TypeError("shapes: a classifier, please");
  return description.graph.nodes.flatMap((node) =>
    node.op === "truth-tables" ? [[node.tables, node.inputsPerTable] as const] : [],
  );
}

/** Of a few inputs, among them the same ones, constants and copies. */
function randomLayer(random: Random, bits: number, tables: number): Layer {
  const inputsPerTable = random.integer(1, 4);
  const pick = (limit: number) => random.integer(0, limit - 1);
  return {
    inputsPerTable,
    tables: Array.from({ length: tables }, () => ({
      inputs: Array.from({ length: inputsPerTable }, () => pick(Math.min(bits, 5))),
      entries: Array.from({ length: 2 ** inputsPerTable }, () => {
        return random.uniform() < 0.2 ? 1 : pick(2);
      }).join(""),
    })),
  };
}

describe("simplified truth tables", () => {
  test("constants, copies, opposites and ignored inputs go, and what nothing reads", () => {
    const model = network(
      3,
      [
        {
          inputsPerTable: 2,
          tables: [
            { inputs: [0, 1], entries: "0001" }, // and
            { inputs: [1, 0], entries: "1110" }, // its opposite, the other way round
            { inputs: [0, 2], entries: "1111" }, // a constant
            { inputs: [2, 1], entries: "0101" }, // bit 2 alone
            { inputs: [1, 2], entries: "0110" }, // read by nothing
          ],
        },
        {
          inputsPerTable: 3,
          tables: [
            { inputs: [0, 2, 3], entries: "00110101" }, // of the and, 1 and bit 2
            { inputs: [1, 0, 2], entries: "00000001" }, // the and and its opposite: never
          ],
        },
      ],
      2,
    );
    const small = streamline(model);
    expect(shapes(model)).toEqual([
      [5, 2],
      [2, 3],
    ]);
    expect(shapes(small)).toEqual([
      [2, 2],
      [2, 2],
    ]);
    for (let x = 0; x < 8; x++) {
      const bits = [x & 1, (x >> 1) & 1, x >> 2];
      expect(votes(small, bits)).toEqual(votes(model, bits));
    }
  });

  test("any network has the same votes at every address, and stays as it is from then on", () => {
    const random = createRandom(5);
    for (let run = 0; run < 12; run++) {
      const layers = [
        randomLayer(random, 6, 9),
        randomLayer(random, 9, 8),
        randomLayer(random, 8, 6),
      ];
      const model = network(6, layers, 3);
      const small = streamline(model);
      for (let x = 0; x < 64; x++) {
        const bits = Array.from({ length: 6 }, (_, k) => (x >> k) & 1);
        expect(votes(small, bits)).toEqual(votes(model, bits));
      }
      const again = streamline(small);
      expect(again.description).toEqual(small.description);
      expect(again.tensors).toEqual(small.tensors);
    }
  });
});
