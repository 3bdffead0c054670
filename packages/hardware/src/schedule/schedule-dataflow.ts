import { checkPositiveInteger } from "@bnnkit/core";
import type { DataflowPlan } from "../network/plan-dataflow.ts";
import { beatsOf } from "../network/run-dataflow.ts";
import { scheduleBeats } from "./schedule-beats.ts";

/** How long a network takes, exactly, in clocks. */
export interface DataflowSchedule {
  /** From the clock in which the first beat of a sample is offered to a circuit at rest to that in which its last result leaves. */
  readonly latencyCycles: number;
  /** From one sample to the next when the circuit is full; no less than the cycles of its slowest layer. */
  readonly initiationIntervalCycles: number;
  /** Cycles of the slowest layer, or of the port if its beats take longer. */
  readonly boundCycles: number;
  /** The slowest layer by name. */
  readonly bottleneck: string;
  /** Of each stage by name clocks per sample in which a beat was ready and nobody took it. */
  readonly stalls: Readonly<Record<string, number>>;
}

export interface ScheduleDataflowOptions {
  /** Samples that pass before the interval is measured. Default as many as there are layers, and 2. */
  readonly warmUp?: number;
}

/**
 * Latency and interval of a plan by running the control of its stages, without their numbers.
 *
 * @throws RangeError for a warm-up that is no positive integer.
 */
export function scheduleDataflow(
  plan: DataflowPlan,
  { warmUp = plan.layers.length + 2 }: ScheduleDataflowOptions = {},
): DataflowSchedule {
  checkPositiveInteger("scheduleDataflow", "warmUp", warmUp);
  const stages = plan.stages.map(({ config }) => config);
  const [inBeats, outBeats] = [beatsOf(plan.input), beatsOf(plan.output)];
  const samples = warmUp + 2;
  const run = scheduleBeats(stages, samples * inBeats, samples * outBeats);
  const lastBeats = run.outputClocks.filter((_, i) => i % outBeats === outBeats - 1);
  const slowest = [...plan.layers].sort((a, b) => b.cycles - a.cycles)[0];
  return {
    latencyCycles: lastBeats[0] + 1,
    initiationIntervalCycles: (lastBeats[samples - 1] - lastBeats[samples - 3]) / 2,
    boundCycles: Math.max(slowest.cycles, inBeats, outBeats),
    bottleneck: slowest.name,
    stalls: Object.fromEntries(
      plan.stages.map(({ name }, i) => [name, run.stalls[i] / samples] as const),
    ),
  };
}

/** Samples a second at a clock in MHz. */
export function framesPerSecond(clockMHz: number, cycles: number): number {
  return (clockMHz * 1e6) / cycles;
}
