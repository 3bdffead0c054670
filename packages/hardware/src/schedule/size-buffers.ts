import type { DataflowPlan } from "../network/plan-dataflow.ts";
import { beatsOf } from "../network/run-dataflow.ts";
import { scheduleBeats } from "./schedule-beats.ts";
import { scheduleDataflow } from "./schedule-dataflow.ts";

/**
 * The depth that each buffer of a plan needs, by its stage: the most beats that it holds when samples come at the interval of the plan.
 *
 * A plan made with these `bufferDepths` has the same interval.
 */
export function sizeBuffers(plan: DataflowPlan): Readonly<Record<string, number>> {
  const { initiationIntervalCycles: interval } = scheduleDataflow(plan);
  const [inBeats, outBeats] = [beatsOf(plan.input), beatsOf(plan.output)];
  const samples = plan.layers.length + 4;
  const stages = plan.stages.map(({ config }) => config);
  const { fills } = scheduleBeats(stages, samples * inBeats, samples * outBeats, {
    offers: (clock, beat) => clock >= Math.floor(beat / inBeats) * interval,
  });
  return Object.fromEntries(
    plan.stages.flatMap(({ name, config }, i) =>
      config.unit === "stream-buffer" ? [[name, Math.max(2, fills[i])] as const] : [],
    ),
  );
}
