import { setImmediate } from "node:timers/promises";
import { logicChecker } from "../logic/check-logic.ts";
import { logicCircuit } from "../logic/logic-circuit.ts";
import { logicMutants } from "../logic/logic-mutants.ts";
import { logicNetlist } from "../logic/logic-netlist.ts";
import { nearThresholds } from "../logic/near-thresholds.ts";
import type { LogicPlan } from "../logic/plan-logic.ts";
import { lanes } from "../netlist/lanes.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { checkBehaviour, type Mismatch } from "../proof/check-behaviour.ts";
import { checkEveryInput } from "../proof/check-every-input.ts";
import { drawnPasses, everyPass } from "../proof/drawn-vectors.ts";
import type { MappedNetlist } from "../proof/mapped-netlist.ts";
import { mutants } from "../proof/mutants.ts";
import { parseNetlist } from "../proof/parse-netlist.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import type { SynthesisTarget } from "../synthesis/target.ts";
import type { Unit } from "../units/unit.ts";
import type { ProveLogicCommand } from "./logic-commands.ts";
import {
  countMutants,
  formatMutants,
  type MutantCounts,
  type Suspects,
  suspectsOf,
} from "./mutant-counts.ts";
import type { Surroundings } from "./surroundings.ts";

/** Bits of inputs that are all tried. */
const exhaustiveBits = 16;
/** Samples for which the reference interpreter of models says what is right; of the others, tables as they stand in the file do. */
const mostInterpreted = 1024;
const progressMilliseconds = 2000;

/** What was proved of a target. */
interface LogicProof {
  readonly target: SynthesisTarget;
  /** That went through the mapped netlist. */
  readonly samples: number;
  readonly isEverySample: boolean;
  readonly interpretedSamples: number;
  /** Of the core alone: all, where they have at most 16 bits. */
  readonly coreInputs?: number;
  /** Netlists with one cell wrong. */
  readonly cells?: MutantCounts;
  /** Networks with one table wrong. */
  readonly tables?: MutantCounts;
}

/** Proves that what a network of tables is mapped to does what its model does, and that anything wrong would be seen.
 *  @throws Error where netlist and model differ, and where the solver did not find out in time whether a wrong netlist is one. */
export async function proveLogic(
  plan: LogicPlan,
  options: ProveLogicCommand,
  surroundings: Surroundings,
): Promise<void> {
  const proofs: LogicProof[] = [];
  for (const target of options.target) {
    const proof = await proveTarget(plan, target, options, surroundings);
    proofs.push(proof);
    if (!options.json) surroundings.output(formatProof(proof));
  }
  if (options.json) surroundings.output(`${JSON.stringify(proofs, null, 1)}\n`);
  const counts = proofs.flatMap(({ cells, tables }) => [cells, tables]);
  const undecided = counts.reduce((sum, one) => sum + (one?.undecided ?? 0), 0);
  if (undecided > 0) throw new Error(`the solver took too long for ${undecided} wrong netlists`);
}

async function proveTarget(
  plan: LogicPlan,
  target: SynthesisTarget,
  options: ProveLogicCommand,
  surroundings: Surroundings,
): Promise<LogicProof> {
  const { error, signal } = surroundings;
  const { unit, netlist } = await mapped(plan, true, target, options, surroundings);
  const { inputs } = unit.module;
  const bits = inputs.reduce((sum, { bus }) => sum + bus.length, 0);
  const isEverySample = bits <= exhaustiveBits;
  const { mutants: hasMutants, timeout } = options;
  const suspects = hasMutants
    ? {
        cells: suspectsOf(netlist, mutants(netlist)),
        tables: suspectsOf(logicNetlist(plan), logicMutants(plan)),
      }
    : undefined;
  const samples = await runSamples(plan, { target, unit, netlist, isEverySample }, options, {
    ...{ suspects: Object.values(suspects ?? {}), surroundings },
  });
  const counted = (name: "cells" | "tables", of: Suspects): Promise<MutantCounts> =>
    countMutants(of, isEverySample, {
      ...{ signal, timeout: 1000 * timeout },
      onProgress: (done, total) => error(`${target}: ${name}: solver: ${done} of ${total}\n`),
    });
  const isCoreSmall = !isEverySample && plan.encoder.length <= exhaustiveBits;
  return {
    ...{ target, isEverySample, ...samples },
    ...(isCoreSmall && { coreInputs: await runCore(plan, target, options, surroundings) }),
    ...(suspects && {
      cells: await counted("cells", suspects.cells),
      tables: await counted("tables", suspects.tables),
    }),
  };
}

interface Mapped {
  readonly unit: Unit;
  readonly netlist: MappedNetlist;
}

async function mapped(
  plan: LogicPlan,
  encoder: boolean,
  target: SynthesisTarget,
  { timeout }: ProveLogicCommand,
  { error, signal, synthesizer = synthesize }: Surroundings,
): Promise<Mapped> {
  const unit = logicCircuit(plan, { encoder });
  error(`${target}: synthesis of ${encoder ? "the circuit" : "its core"}\n`);
  const limits = { signal, timeout: 1000 * timeout };
  const { netlist } = await synthesizer(printVerilog(unit.module), { target, ...limits });
  return { unit, netlist: parseNetlist(netlist) };
}

async function runSamples(
  plan: LogicPlan,
  circuit: Mapped & { readonly target: SynthesisTarget; readonly isEverySample: boolean },
  { vectors }: ProveLogicCommand,
  {
    suspects,
    surroundings: { error, signal },
  }: { readonly suspects: readonly Suspects[]; readonly surroundings: Surroundings },
): Promise<Pick<LogicProof, "samples" | "interpretedSamples">> {
  const { unit, netlist, target, isEverySample } = circuit;
  const { inputs } = unit.module;
  const [simulator, draw] = [simulateNetlist(netlist), nearThresholds(plan)];
  const first = { vectors: Math.min(vectors, mostInterpreted), draw };
  const { vectors: interpretedSamples, mismatch } = checkBehaviour(simulator, unit, first);
  refuse(target, mismatch);
  const check = logicChecker(plan);
  const passes = isEverySample ? everyPass(inputs) : drawnPasses(inputs, { vectors, draw });
  let samples = 0;
  let told = performance.now();
  for (const pass of passes) {
    refuse(target, check(simulator, pass));
    for (const { sieve } of suspects) sieve.pass(pass);
    samples += lanes;
    if (performance.now() - told < progressMilliseconds) continue;
    told = performance.now();
    const left = suspects.reduce((sum, { sieve }) => sum + sieve.left().length, 0);
    error(`${target}: ${samples} samples, ${left} wrong netlists left\n`);
    await setImmediate();
    signal.throwIfAborted();
  }
  return { samples, interpretedSamples };
}

/** Every input of the core, beside the tables of the plan. */
async function runCore(
  plan: LogicPlan,
  target: SynthesisTarget,
  options: ProveLogicCommand,
  surroundings: Surroundings,
): Promise<number> {
  const { unit, netlist } = await mapped(plan, false, target, options, surroundings);
  const { vectors, mismatch } = checkEveryInput(simulateNetlist(netlist), unit);
  refuse(target, mismatch);
  return vectors;
}

/** @throws Error that says where a circuit is wrong. */
function refuse(target: SynthesisTarget, mismatch: Mismatch | undefined): void {
  if (mismatch !== undefined) throw new Error(`${target}: wrong at ${JSON.stringify(mismatch)}`);
}

function formatProof(proof: LogicProof): string {
  const { target, samples, isEverySample, interpretedSamples, coreInputs, cells, tables } = proof;
  const what = isEverySample ? `all ${samples} samples` : `${samples} samples`;
  const lines = [
    `${what} through the mapped netlist, all as the tables of the model say, ${interpretedSamples} by its reference`,
    ...(coreInputs === undefined
      ? []
      : [`all ${coreInputs} inputs of the core, all as the model says`]),
    ...(cells === undefined ? [] : [`netlists with one cell wrong, ${formatMutants(cells)}`]),
    ...(tables === undefined ? [] : [`networks with one table wrong, ${formatMutants(tables)}`]),
  ];
  return lines.map((line) => `${target}: ${line}\n`).join("");
}
