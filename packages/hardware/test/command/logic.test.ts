import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logicCircuit, planLogic, priceLogic, printVerilog } from "@bnnkit/hardware";
import { runYosys } from "@bnnkit/hardware/synthesis";
import { type Node, writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Surroundings } from "../../src/command/surroundings.ts";
import { encoder, gatesModel } from "./gates-model.ts";
import { run, runWith } from "./run-command.ts";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
  file = join(folder, "gates.safetensors");
  writeFileSync(file, writeModel(gatesModel(encoder)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("estimate logic says the LUTs of a file, as the library does", async () => {
  const price = priceLogic(planLogic(gatesModel(encoder)));
  const { out } = await run("estimate", "logic", file, "--json");
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(price)));
  const { code, out: table } = await run("estimate", "logic", file);
  expect(code).toBe(0);
  expect(table).toMatch(/^tables +4$/m);
  expect(table).toMatch(/^encoder: 4 comparators +\d/m);
});

test("emit logic prints the circuit, with its encoder or without", async () => {
  const plan = planLogic(gatesModel(encoder));
  expect((await run("emit", "logic", file)).out).toBe(printVerilog(logicCircuit(plan).module));
  const core = logicCircuit(plan, { encoder: false });
  expect((await run("emit", "logic", file, "--core")).out).toBe(printVerilog(core.module));
});

test("a model without an encoder is refused", async () => {
  const bits = join(folder, "bits.safetensors");
  const bare: Node = {
    op: "activation",
    name: "r",
    inputs: ["x"],
    function: "relu",
    shifts: false,
  };
  const { description, tensors } = gatesModel(encoder);
  if (description.task !== "classification") throw new TypeError("a classifier, please");
  const graph = { ...description.graph, nodes: [bare], output: "r" };
  writeFileSync(
    bits,
    writeModel({
      ...gatesModel(encoder),
      tensors: new Map(),
      description: { ...description, graph },
    }),
  );
  expect(tensors.size).toBe(2);
  for (const command of ["estimate", "emit", "prove"]) {
    const { code, errors } = await run(command, "logic", bits);
    expect([code, errors]).toEqual([2, expect.stringContaining("must begin with its encoder")]);
  }
});

test("prove logic says where a netlist is wrong", async () => {
  const { module } = logicCircuit(planLogic(gatesModel(encoder)));
  const bits = [...module.inputs, ...module.outputs].map(({ name, bus }) => {
    const direction = name === "x" ? "input" : "output";
    return [name, { direction, bits: bus.map((_, i) => (name === "x" ? i + 2 : "0")) }] as const;
  });
  // Counts that are always 0, where the last gate is 1 unless both of its bits are.
  const ports = Object.fromEntries(bits);
  const netlist = JSON.stringify({ modules: { logic_network: { ports, cells: {} } } });
  const synthesizer: NonNullable<Surroundings["synthesizer"]> = async (_, { target }) => ({
    ...{ kind: "post-synthesis", target, flow: "", tool: "", netlist },
    ...{
      shiftRegister: 0,
      wideMux: 0,
      lut: 0,
      ff: 0,
      carry: 0,
      bram: 0,
      areaGe: 0,
      dsp: 0,
      lutRam: 0,
      cells: {},
    },
  });
  const { code, out, errors } = await runWith({ synthesizer }, "prove", "logic", file);
  expect([code, out]).toEqual([1, ""]);
  expect(errors).toContain('asic: wrong at {"port":"counts"');
});

test("a synthesis that takes too long is said with its limit and the option that sets it", async () => {
  // A worker that waits; Yosys itself is not needed.
  const url = "data:text/javascript,await new Promise((done) => setTimeout(done, 60_000))";
  const synthesizer: NonNullable<Surroundings["synthesizer"]> = async (_, options) => {
    await runYosys("help", {}, { ...options, url });
    throw new Error("an answer is not expected");
  };
  const args = ["prove", "logic", file, "--target", "ice40", "--timeout", "1"];
  const { code, out, errors } = await runWith({ synthesizer }, ...args);
  expect([code, out]).toEqual([1, ""]);
  expect(errors).toContain(
    "bnnkit-hardware: runYosys: no result after 1 s; --timeout <seconds> gives it more\n",
  );
});
