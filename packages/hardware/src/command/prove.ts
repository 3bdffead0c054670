import { graphsOf, type PackedModel } from "@bnnkit/model";
import { evaluateValues, matrix } from "@bnnkit/model/reference";
import { drawnWords } from "../netlist/drawn-words.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { type DataflowPlan, planDataflow } from "../network/plan-dataflow.ts";
import { dataflowModule, runDataflow } from "../network/run-dataflow.ts";
import { checkBehaviour } from "../proof/check-behaviour.ts";
import { parseNetlist } from "../proof/parse-netlist.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";
import { proveMapping } from "../synthesis/prove-equivalent.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import { generateUnit } from "../units/generate-unit.ts";
import { UsageError } from "./exit-code.ts";
import type { ProveCommand, ProveModelCommand } from "./model-commands.ts";
import { readConfig } from "./read-configs.ts";
import { readFolding, readPacked } from "./read-models.ts";
import type { Surroundings } from "./surroundings.ts";

/** Vectors through what a unit is mapped to, and on an FPGA a proof that it is its Verilog.
 *  @throws Error where they differ. */
export async function proveUnit(
  text: string,
  { target: targets, vectors, timeout }: ProveCommand,
  { output, signal, synthesizer = synthesize }: Surroundings,
): Promise<void> {
  const unit = generateUnit(await readConfig(text));
  const verilog = printVerilog(unit.module);
  const limits = { signal, timeout: 1000 * timeout };
  for (const target of targets) {
    const { netlist } = await synthesizer(verilog, { target, ...limits });
    const circuit = simulateNetlist(parseNetlist(netlist));
    const checked = checkBehaviour(circuit, unit, { vectors });
    if (checked.mismatch !== undefined)
      throw new Error(`${target}: wrong at ${JSON.stringify(checked.mismatch)}`);
    output(`${target}: ${checked.vectors} vectors through the mapped netlist, all right\n`);
    if (target === "asic") continue;
    const { isProved, log } = await proveMapping(verilog, target, limits);
    if (!isProved) throw new Error(`${target}: the netlist is not its Verilog\n${log}`);
    output(`${target}: the netlist is its Verilog, proved by induction\n`);
  }
}

/** Drawn samples through what a model's layers are mapped to, beside its reference.
 *  @throws Error where they differ. */
export async function proveModel(
  file: string,
  { target: targets, vectors, timeout, folding: foldingText }: ProveModelCommand,
  { output, error, signal, synthesizer = synthesize }: Surroundings,
): Promise<void> {
  const [model, folding = {}] = [await readPacked(file), await readFolding(foldingText)];
  const plan = planDataflow(model, { folding });
  const verilog = printVerilog(dataflowModule(plan));
  error(`${plan.layers.length} layers, ${verilog.length} characters of Verilog\n`);
  for (const target of targets) {
    const limits = { signal, timeout: 1000 * timeout };
    const { netlist } = await synthesizer(verilog, { target, ...limits });
    const { samples, wanted } = drawSamples(model, plan, Math.min(vectors, mostSamples));
    const got = runDataflow(plan, simulateNetlist(parseNetlist(netlist)), samples);
    const wrong = got.findIndex((numbers, i) => String(numbers) !== String(wanted[i]));
    if (wrong >= 0)
      throw new Error(`${target}: sample ${wrong} gives ${got[wrong]}, not ${wanted[wrong]}`);
    output(
      `${target}: ${samples.length} samples through the mapped netlist, all as the reference\n`,
    );
  }
}

/** A sample is a whole image. */
const mostSamples = 256;

interface DrawnSamples {
  readonly samples: readonly (readonly number[])[];
  readonly wanted: readonly (readonly number[])[];
}

function drawSamples(model: PackedModel, plan: DataflowPlan, count: number): DrawnSamples {
  const [named] = graphsOf(model.description);
  const input = named?.graph.inputs.find(({ name }) => name === plan.from);
  if (named === undefined || input === undefined)
    throw new UsageError(
      `prove model: the chain must begin at an input of the model, got ${plan.from}`,
    );
  const { rows, features, number } = plan.input;
  const words = drawnWords(count * rows * features, 1);
  const samples = Array.from({ length: count }, (_, sample) =>
    Array.from({ length: rows * features }, (_, i) => {
      const u = words[sample * rows * features + i] >>> (32 - number.bits);
      return number.offset + number.scale * u;
    }),
  );
  const wanted = samples.map((sample) => {
    const x = matrix(rows, features, (row, column) =>
      digitOf(sample[row * features + column], plan),
    );
    const values = evaluateValues(model, named.graph, new Map([[input.name, x]]));
    return [...(values.get(plan.to)?.data ?? [])];
  });
  return { samples, wanted };
}

/** Numbers of an input are given as its digits, as bytes are. */
function digitOf(value: number, { input: { number } }: DataflowPlan): number {
  return number.bits === 8 ? (value - number.offset) / number.scale : value;
}
