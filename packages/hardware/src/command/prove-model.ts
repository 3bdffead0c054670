import { readFile } from "node:fs/promises";
import { graphsOf, type PackedModel } from "@bnnkit/model";
import { evaluateValues, matrix } from "@bnnkit/model/reference";
import { drawnWords } from "../netlist/drawn-words.ts";
import type { Module } from "../netlist/module.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { type Simulator, simulate } from "../netlist/simulate.ts";
import { type DataflowPlan, planDataflow } from "../network/plan-dataflow.ts";
import { dataflowModule, runDataflow } from "../network/run-dataflow.ts";
import { parseNetlist } from "../proof/parse-netlist.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import { UsageError, usable } from "./exit-code.ts";
import type { ProveModelCommand } from "./model-commands.ts";
import { readFolding, readPacked } from "./read-models.ts";
import type { Surroundings } from "./surroundings.ts";

type Samples = readonly (readonly number[])[];

/** Samples through the circuit of a model's layers, or through what it is mapped to, beside its reference.
 *  @throws Error where they differ. */
export async function proveModel(
  file: string,
  options: ProveModelCommand,
  surroundings: Surroundings,
): Promise<void> {
  const { folding: foldingText, architecture, samples: count, inputs } = options;
  const [model, folding = {}] = [await readPacked(file), await readFolding(foldingText)];
  const plan = usable(() => planDataflow(model, { architecture, folding }));
  const samples =
    inputs === undefined
      ? drawSamples(plan, count)
      : readSamples(plan, await readFile(inputs), count);
  const wanted = wantedOf(model, plan, samples);
  const module = dataflowModule(plan);
  const { output, error } = surroundings;
  error(`${plan.layers.length} layers, ${printVerilog(module).length} characters of Verilog\n`);
  for await (const { name, what, circuit } of circuitsOf(module, options, surroundings)) {
    const got = runDataflow(plan, circuit, samples);
    const wrong = got.findIndex((numbers, i) => String(numbers) !== String(wanted[i]));
    if (wrong >= 0)
      throw new Error(`${name}: sample ${wrong} gives ${got[wrong]}, not ${wanted[wrong]}`);
    output(`${name}: ${samples.length} samples through ${what}, all as the reference\n`);
  }
}

interface ProvedCircuit {
  readonly name: string;
  readonly what: string;
  readonly circuit: Simulator;
}

async function* circuitsOf(
  module: Module,
  { target: targets, timeout, rtl }: ProveModelCommand,
  { signal, synthesizer = synthesize }: Surroundings,
): AsyncGenerator<ProvedCircuit> {
  if (rtl) {
    yield { name: "rtl", what: "the circuit", circuit: simulate(module) };
    return;
  }
  for (const target of targets) {
    const limits = { signal, timeout: 1000 * timeout };
    const { netlist } = await synthesizer(printVerilog(module), { target, ...limits });
    const circuit = simulateNetlist(parseNetlist(netlist));
    yield { name: target, what: "the mapped netlist", circuit };
  }
}

function drawSamples({ input: { rows, features, number } }: DataflowPlan, count: number): Samples {
  const words = drawnWords(count * rows * features, 1);
  return Array.from({ length: count }, (_, sample) =>
    Array.from({ length: rows * features }, (_, i) => {
      const u = words[sample * rows * features + i] >>> (32 - number.bits);
      return number.offset + number.scale * u;
    }),
  );
}

/** @throws UsageError for numbers that are no bytes, and for less than a sample. */
function readSamples(
  { input: { rows, features, number } }: DataflowPlan,
  bytes: Uint8Array,
  count: number,
): Samples {
  const length = rows * features;
  const there = Math.floor(bytes.length / length);
  if (number.bits !== 8 || there === 0)
    throw new UsageError(
      `--inputs must be samples of ${length} bytes for an input of bytes, got ${bytes.length} bytes for numbers of ${number.bits} bits`,
    );
  return Array.from({ length: Math.min(count, there) }, (_, sample) =>
    Array.from(
      bytes.subarray(sample * length, (sample + 1) * length),
      (u) => number.offset + number.scale * u,
    ),
  );
}

function wantedOf(model: PackedModel, plan: DataflowPlan, samples: Samples): Samples {
  const [named] = graphsOf(model.description);
  const input = named?.graph.inputs.find(({ name }) => name === plan.from);
  if (named === undefined || input === undefined)
    throw new UsageError(
      `prove model: the chain must begin at an input of the model, got ${plan.from}`,
    );
  const { rows, features } = plan.input;
  return samples.map((sample) => {
    const x = matrix(rows, features, (row, column) =>
      digitOf(sample[row * features + column], plan),
    );
    const values = evaluateValues(model, named.graph, new Map([[input.name, x]]));
    return [...(values.get(plan.to)?.data ?? [])];
  });
}

/** Numbers of an input are given as its digits, as bytes are. */
function digitOf(value: number, { input: { number } }: DataflowPlan): number {
  return number.bits === 8 ? (value - number.offset) / number.scale : value;
}
