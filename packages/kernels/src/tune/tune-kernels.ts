import type { Engine } from "../engine.ts";
import type { WasmIsa } from "../isa.ts";
import { moduleHashes } from "../wasm/hashes.generated.ts";
import {
  type BinaryCandidate,
  binaryCandidates,
  candidateByRule,
  candidateId,
} from "./binary-candidates.ts";
import { BinaryProbes } from "./binary-probe.ts";
import { engineName } from "./engine-name.ts";
import type { ChosenKernel, KernelChoice, ShapeBucket } from "./kernel-choice.ts";
import { binaryBuckets } from "./shape-buckets.ts";
import { type Clock, type Contender, middleOf, timeContenders } from "./time-contenders.ts";

/** A module that has proved all its candidates, over a memory of {@link PROBE_BYTES}. */
export interface TunedModule {
  readonly isa: WasmIsa;
  readonly engine: Engine;
}

/** With fewer samples of each contender a bucket is left to the rule. */
const LEAST_SAMPLES = 3;
/** What is not faster by so much may be noise: then the rule's kernel, and the module in front, stay. */
const LEAST_GAIN = 1.03;

interface Probe extends Contender {
  readonly isa: WasmIsa;
  readonly candidate: BinaryCandidate;
}

interface Probed {
  readonly bucket: ShapeBucket;
  readonly probes: readonly Probe[];
}

/**
 * Times every candidate of every module on a typical product of every bucket, and chooses a module for all and a kernel
 * for each bucket. Modules come in the order of the rule, the preferred one in front.
 *
 * @param clock  Milliseconds; a stand-in makes the outcome the same everywhere.
 */
export function tuneKernels(
  modules: readonly TunedModule[],
  budgetMilliseconds: number,
  clock: Clock = () => performance.now(),
): KernelChoice {
  const all = modules.map(({ isa, engine }) => ({ isa, probes: new BinaryProbes(isa, engine) }));
  const buckets = binaryBuckets.map((bucket) => ({
    bucket,
    probes: all.flatMap(({ isa, probes }) =>
      binaryCandidates.map(
        (candidate): Probe => ({
          ...{ isa, candidate, milliseconds: [] },
          run: probes.probe(candidate, bucket),
        }),
      ),
    ),
  }));
  timeContenders(
    buckets.map(({ probes }) => probes),
    budgetMilliseconds,
    clock,
  );
  const measured = buckets.filter(({ probes }) => probes[0].milliseconds.length >= LEAST_SAMPLES);
  return chooseAll(
    modules.map(({ isa }) => isa),
    measured,
  );
}

function chooseAll(isas: readonly WasmIsa[], measured: readonly Probed[]): KernelChoice {
  const [first, ...others] = isas;
  let isa = first;
  for (const other of others) {
    if (logTime(isa, measured) - logTime(other, measured) > Math.log(LEAST_GAIN)) isa = other;
  }
  const kernels = measured.map(({ bucket, probes }) =>
    chooseKernel(
      isa,
      bucket,
      probes.filter((probe) => probe.isa === isa),
    ),
  );
  return { version: 1, isa, moduleHash: moduleHashes[isa], engine: engineName(), kernels };
}

/** Mean logarithm of the time of a module's best kernel, over the buckets. */
function logTime(isa: WasmIsa, measured: readonly Probed[]): number {
  let sum = 0;
  for (const { probes } of measured) {
    const ofModule = probes.filter((probe) => probe.isa === isa);
    sum += Math.log(Math.min(...ofModule.map(({ milliseconds }) => middleOf(milliseconds))));
  }
  return sum / Math.max(1, measured.length);
}

function chooseKernel(isa: WasmIsa, shape: ShapeBucket, probes: readonly Probe[]): ChosenKernel {
  const timed = probes
    .map(({ candidate, milliseconds }) => ({ candidate, time: middleOf(milliseconds) }))
    .sort((a, b) => a.time - b.time);
  const rule = candidateByRule(isa, shape.rows);
  const ofRule = timed.find(({ candidate }) => candidate.code === rule.code) ?? timed[0];
  const winner = ofRule.time < LEAST_GAIN * timed[0].time ? ofRule : timed[0];
  const next = timed.find((one) => one !== winner) ?? winner;
  const gain = Math.round((1000 * next.time) / winner.time) / 1000;
  const kernel = candidateId("bgemm", winner.candidate, isa);
  return { operation: "bgemm", shape, kernel, gain };
}
