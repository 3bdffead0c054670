import { checkIntegerBetween, checkLength } from "@bnnkit/core";
import { lanes } from "../netlist/lanes.ts";
import type { Module } from "../netlist/module.ts";
import type { Simulator } from "../netlist/simulate.ts";
import { portBits, signedNumbers, unsignedNumbers } from "../units/port-numbers.ts";
import type { StreamPort } from "./dataflow-builder.ts";
import type { DataflowPlan } from "./plan-dataflow.ts";
import { type RunStreamOptions, runStream } from "./run-stream.ts";
import { streamModule } from "./stream-module.ts";

/** The circuit of a plan: one module with a stream at each end.
 *  @throws RangeError for a plan without the model's numbers. */
export function dataflowModule(plan: DataflowPlan, name: string = "network"): Module {
  return streamModule(name, plan.input.numbers * plan.input.number.bits, plan.stages);
}

/**
 * Runs samples through the circuit of a plan, 32 side by side.
 *
 * @param circuit  Of its module, simulated or mapped; fresh: nothing has passed it.
 * @param samples  Of each the numbers of all rows, row after row, as they are worth.
 * @returns  Of each sample what leaves, row after row, as it is worth.
 * @throws RangeError for numbers that are none of the input's.
 */
export function runDataflow(
  plan: DataflowPlan,
  circuit: Simulator,
  samples: readonly ArrayLike<number>[],
  options: RunStreamOptions = {},
): readonly (readonly number[])[] {
  const perSample = beatsOf(plan.output);
  const copies = Math.min(lanes, samples.length);
  if (copies === 0) return [];
  const each = Math.ceil(samples.length / copies);
  // A copy runs its samples one after another; the last ones are filled up with the first sample.
  const beats = Array.from({ length: copies }, (_, copy) =>
    Array.from({ length: each }, (_, i) => samples[i * copies + copy] ?? samples[0]).flatMap(
      (sample) => sampleBeats(plan.input, sample),
    ),
  );
  const { outputs } = runStream(circuit, beats, each * perSample, options);
  return samples.map((_, sample) => {
    const start = Math.floor(sample / copies) * perSample;
    const own = outputs[sample % copies].slice(start, start + perSample);
    const perRow = perSample / plan.output.rows;
    return Array.from({ length: plan.output.rows }, (_, row) =>
      own
        .slice(row * perRow, (row + 1) * perRow)
        .flatMap((beat) => beatNumbers(plan.output, beat))
        .slice(0, plan.output.features),
    ).flat();
  });
}

/** Beats of a sample. */
export function beatsOf({ rows, features, numbers }: StreamPort): number {
  return rows * Math.ceil(features / numbers);
}

function sampleBeats(port: StreamPort, sample: ArrayLike<number>): Uint8Array[] {
  const { rows, features, numbers, number } = port;
  checkLength("runDataflow", "samples", sample.length, rows * features);
  const perRow = Math.ceil(features / numbers);
  return Array.from({ length: beatsOf(port) }, (_, beat) => {
    const [row, first] = [Math.floor(beat / perRow), (beat % perRow) * numbers];
    const bits = Array.from({ length: numbers }, (_, i) => {
      if (first + i >= features) return [...portBits(0, number.bits)];
      const u = (sample[row * features + first + i] - number.offset) / number.scale;
      checkIntegerBetween("runDataflow", "a number of a sample", u, 0, 2 ** number.bits - 1);
      return [...portBits(u, number.bits)];
    });
    return Uint8Array.from(bits.flat());
  });
}

function beatNumbers({ number, isSigned }: StreamPort, beat: Uint8Array): number[] {
  if (isSigned) return signedNumbers(beat, number.bits);
  return unsignedNumbers(beat, number.bits).map((u) => number.offset + number.scale * u);
}
