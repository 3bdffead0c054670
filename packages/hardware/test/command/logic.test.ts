import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { thermometer } from "@bnnkit/core";
import { logicCircuit, planLogic, priceLogic, printVerilog } from "@bnnkit/hardware";
import { type Node, type PackedModel, truthTableTensors, writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../../src/command/program.ts";

const encoder: Node & { readonly op: "threshold" } = {
  ...{ op: "threshold", name: "bits", inputs: ["x"], thresholds: [-0.5, 1.25], flips: false },
  code: thermometer([1, 2]),
};
const gates: Node & { readonly op: "truth-tables" } = {
  ...{ op: "truth-tables", name: "gates", inputs: ["bits"], tables: 4, inputsPerTable: 2 },
};

/** Or, and; exclusive or, not and, of bits of two numbers. */
function model(first: Node): PackedModel {
  const tensors = truthTableTensors("gates", {
    inputsPerTable: 2,
    connections: Int32Array.of(0, 1, 2, 3, 0, 3, 1, 2),
    tables: Uint32Array.of(0b0111_0110_1000_1110),
  });
  const code = [{ digit: "float32" }] as const;
  const inputs = [{ name: "x", kind: "map", height: 1, width: 1, features: 2, code }] as const;
  const votes: Node = { op: "group-sum", name: "votes", inputs: ["gates"], groups: 2 };
  const nodes: readonly Node[] = [first, { ...gates, inputs: [first.name] }, votes];
  const graph = { inputs, nodes, output: "votes" };
  return { description: { name: "gates", task: "classification", graph }, tensors, metadata: {} };
}

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
  file = join(folder, "gates.safetensors");
  writeFileSync(file, writeModel(model(encoder)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  let [out, errors] = ["", ""];
  const code = await runProgram(args, {
    output: (text) => {
      out += text;
    },
    error: (text) => {
      errors += text;
    },
    signal: new AbortController().signal,
  });
  return { code, out, errors };
}

test("estimate logic says the LUTs of a file, as the library does", async () => {
  const price = priceLogic(planLogic(model(encoder)));
  const { out } = await run("estimate", "logic", file, "--json");
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(price)));
  const { code, out: table } = await run("estimate", "logic", file);
  expect(code).toBe(0);
  expect(table).toMatch(/^tables +4$/m);
  expect(table).toMatch(/^encoder: 4 comparators +\d/m);
});

test("emit logic prints the circuit, with its encoder or without", async () => {
  const plan = planLogic(model(encoder));
  expect((await run("emit", "logic", file)).out).toBe(printVerilog(logicCircuit(plan).module));
  const core = logicCircuit(plan, { encoder: false });
  expect((await run("emit", "logic", file, "--core")).out).toBe(printVerilog(core.module));
});

test("prove logic synthesises, and holds samples and every input against the model", async () => {
  const { code, out, errors } = await run("prove", "logic", file, "--vectors", "320");
  expect([code, errors]).toEqual([0, ""]);
  expect(out.split("\n")).toEqual([
    "asic: 320 samples through the mapped netlist, all as the model says",
    "asic: all 16 inputs of the core, all as the model says",
    "",
  ]);
}, 60_000);

test("a model without an encoder is refused", async () => {
  const bits = join(folder, "bits.safetensors");
  const bare: Node = {
    op: "activation",
    name: "r",
    inputs: ["x"],
    function: "relu",
    shifts: false,
  };
  const { description, tensors } = model(encoder);
  if (description.task !== "classification") throw new TypeError("a classifier, please");
  const graph = { ...description.graph, nodes: [bare], output: "r" };
  writeFileSync(
    bits,
    writeModel({ ...model(encoder), tensors: new Map(), description: { ...description, graph } }),
  );
  expect(tensors.size).toBe(2);
  for (const command of ["estimate", "emit", "prove"]) {
    const { code, errors } = await run(command, "logic", bits);
    expect([code, errors]).toEqual([2, expect.stringContaining("must begin with its encoder")]);
  }
});
