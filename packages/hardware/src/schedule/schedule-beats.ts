import { checkPositiveInteger } from "@bnnkit/core";
import { type StageConfig, stageTiming } from "../network/stage-config.ts";

export interface ScheduleOptions {
  /** Whether a beat, counted from 0, is offered in a clock. Default always. */
  readonly offers?: (clock: number, beat: number) => boolean;
  /** Whether a beat is taken in a clock. Default always. */
  readonly takes?: (clock: number) => boolean;
}

/** When beats pass, by the clocks at whose end they do. */
export interface BeatClocks {
  readonly inputClocks: readonly number[];
  readonly outputClocks: readonly number[];
  /** Of each stage clocks in which a beat stood at its output and was not taken. */
  readonly stalls: readonly number[];
  /** Of each stage the most beats that it held at a time; 0 of those that are no buffers. */
  readonly fills: readonly number[];
}

/**
 * Runs the control of stages in a row without their numbers, clock by clock, from registers that are 0: what the circuit of
 * {@link streamModule} does, exactly.
 *
 * @throws RangeError for counts < 1, and if no beat moves for 2^30 clocks.
 */
export function scheduleBeats(
  stages: readonly StageConfig[],
  inputBeats: number,
  outputBeats: number,
  { offers = () => true, takes = () => true }: ScheduleOptions = {},
): BeatClocks {
  checkPositiveInteger("scheduleBeats", "inputBeats", inputBeats);
  checkPositiveInteger("scheduleBeats", "outputBeats", outputBeats);
  const timings = stages.map(stageTiming);
  const count = timings.length;
  const inputClocks: number[] = [];
  const outputClocks: number[] = [];
  const stalls = stages.map(() => 0);
  // valid[i] and ready[i] stand before stage i, the last of each behind the last stage.
  const valid: boolean[] = new Array(count + 1).fill(false);
  const ready: boolean[] = new Array(count + 1).fill(false);
  for (let clock = 0; outputClocks.length < outputBeats; clock++) {
    if (clock - Math.max(inputClocks.at(-1) ?? 0, outputClocks.at(-1) ?? 0) > mostIdle) {
      throw new RangeError(`scheduleBeats: a beat must move within ${mostIdle} clocks, got none`);
    }
    valid[0] = inputClocks.length < inputBeats && offers(clock, inputClocks.length);
    ready[count] = takes(clock);
    for (let i = 0; i < count; i++) valid[i + 1] = timings[i].isValid;
    for (let i = count - 1; i >= 0; i--) ready[i] = timings[i].isReady(ready[i + 1]);
    if (valid[0] && ready[0]) inputClocks.push(clock);
    if (valid[count] && ready[count]) outputClocks.push(clock);
    for (let i = 0; i < count; i++) {
      if (valid[i + 1] && !ready[i + 1]) stalls[i]++;
      timings[i].clock(valid[i], ready[i + 1]);
    }
  }
  const fills = timings.map(({ mostHeld = 0 }) => mostHeld);
  return { inputClocks, outputClocks, stalls, fills };
}

const mostIdle = 2 ** 30;
