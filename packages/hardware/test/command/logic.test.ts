import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logicCircuit, planLogic, priceLogic, printVerilog } from "@bnnkit/hardware";
import { type Node, writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encoder, gatesModel } from "./gates-model.ts";
import { run } from "./run-command.ts";

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
