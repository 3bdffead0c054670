import { Bench } from "tinybench";
import type { Arm, RemoteWatch } from "./arm.ts";
import { startStopwatch } from "./stopwatch.ts";

/** How long to measure. */
export interface MeasureOptions {
  /** Turns that every arm gets. */
  readonly rounds: number;
  /** A sample is the mean of as many runs as last this long, so that the clock and the call weigh little. */
  readonly sampleMilliseconds: number;
  /** An arm's turn: as many samples as fit, at least one. */
  readonly turnMilliseconds: number;
  /** Pause after each turn (0 unless told), so that threads of one arm that wait in a loop do not slow the next. */
  readonly pauseMilliseconds?: number;
  readonly signal?: AbortSignal;
}

/** What is needed of an arm to time it. */
export interface MeasuredArm extends Pick<Arm, "name" | "run" | "isAsynchronous"> {
  readonly watch?: Pick<RemoteWatch, "time">;
}

/** The samples of one arm from all its turns. */
export interface Timing {
  /** Milliseconds of one run each. */
  readonly milliseconds: readonly number[];
  /** Processor time of one run, in milliseconds: the mean of each turn. Empty where it is not told. */
  readonly cpuMilliseconds: readonly number[];
  /** Runs whose mean is one sample. */
  readonly runsPerSample: number;
}

const MOST_SAMPLES_PER_TURN = 50;
const MOST_RUNS_PER_SAMPLE = 2 ** 20;

/**
 * Times arms in interleaved rounds, so that a slow spell of the machine falls on all of them alike.
 *
 * Every second round goes backwards, so that no arm always runs in the same one's wake. A first round warms up and
 * is thrown away. Samples are taken by tinybench, but of arms in another process, which hold the watch themselves.
 *
 * @returns  one timing for each arm, in the order of `arms`.
 * @throws  what the signal was aborted with.
 */
export async function measure(
  arms: readonly MeasuredArm[],
  { rounds, sampleMilliseconds, turnMilliseconds, pauseMilliseconds = 0, signal }: MeasureOptions,
): Promise<Timing[]> {
  const turns: Turn[] = [];
  for (const arm of arms) {
    signal?.throwIfAborted();
    turns.push(await planTurn(arm, sampleMilliseconds, turnMilliseconds));
  }
  const timings = turns.map(({ runsPerSample }) => {
    const milliseconds: number[] = [];
    const cpuMilliseconds: number[] = [];
    return { milliseconds, cpuMilliseconds, runsPerSample };
  });
  for (let round = -1; round < rounds; round++) {
    const order = turns.map((_, i) => i);
    for (const i of round % 2 === 0 ? order : order.reverse()) {
      signal?.throwIfAborted();
      const { samples, cpuMilliseconds } = await takeTurn(turns[i]);
      if (round >= 0) {
        timings[i].milliseconds.push(...samples);
        if (cpuMilliseconds !== undefined) timings[i].cpuMilliseconds.push(cpuMilliseconds);
      }
      // Lets a pressed Ctrl+C come through.
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
  return timings;
}

interface Turn {
  readonly arm: MeasuredArm;
  readonly runsPerSample: number;
  readonly samples: number;
}

/** What a turn brought: milliseconds of one run, sample by sample, and the mean processor time of one run. */
interface TurnSamples {
  readonly samples: readonly number[];
  readonly cpuMilliseconds?: number;
}

/** Doubles the number of runs until they last long enough twice: a stall passes, and with too few runs every sample
 *  would be a tick of the clock. Warms the arm up by the way. */
async function planTurn(
  arm: MeasuredArm,
  sampleMilliseconds: number,
  turnMilliseconds: number,
): Promise<Turn> {
  for (let runsPerSample = 1; ; runsPerSample *= 2) {
    let elapsed = await timeRuns(arm, runsPerSample);
    if (elapsed >= sampleMilliseconds) {
      elapsed = Math.min(elapsed, await timeRuns(arm, runsPerSample));
    }
    if (elapsed < sampleMilliseconds && runsPerSample < MOST_RUNS_PER_SAMPLE) continue;
    const fitting = Math.floor(turnMilliseconds / elapsed);
    const samples = Math.min(MOST_SAMPLES_PER_TURN, Math.max(1, fitting));
    return { arm, runsPerSample, samples };
  }
}

async function timeRuns(arm: MeasuredArm, runs: number): Promise<number> {
  if (arm.watch !== undefined) return (await arm.watch.time(runs)).milliseconds;
  const start = performance.now();
  if (arm.isAsynchronous) for (let i = 0; i < runs; i++) await arm.run();
  else for (let i = 0; i < runs; i++) arm.run();
  return performance.now() - start;
}

async function takeTurn(turn: Turn): Promise<TurnSamples> {
  const { arm, runsPerSample } = turn;
  if (arm.watch !== undefined) return takeRemoteTurn(turn, arm.watch);
  const stop = startStopwatch();
  const samples = await sample(turn);
  const { cpuMilliseconds } = stop();
  const runs = turn.samples * runsPerSample;
  return {
    samples,
    ...(cpuMilliseconds !== undefined && { cpuMilliseconds: cpuMilliseconds / runs }),
  };
}

async function takeRemoteTurn(
  { runsPerSample, samples: count }: Turn,
  watch: Pick<RemoteWatch, "time">,
): Promise<TurnSamples> {
  const samples: number[] = [];
  let cpuMilliseconds = 0;
  for (let i = 0; i < count; i++) {
    const elapsed = await watch.time(runsPerSample);
    samples.push(elapsed.milliseconds / runsPerSample);
    cpuMilliseconds += elapsed.cpuMilliseconds ?? 0;
  }
  return { samples, cpuMilliseconds: cpuMilliseconds / (count * runsPerSample) };
}

async function sample({ arm, runsPerSample, samples }: Turn): Promise<number[]> {
  const bench = new Bench({
    iterations: samples,
    time: 0,
    warmup: false,
    retainSamples: true,
    throws: true,
  });
  const runs = arm.isAsynchronous
    ? async (): Promise<void> => {
        for (let i = 0; i < runsPerSample; i++) await arm.run();
      }
    : (): void => {
        for (let i = 0; i < runsPerSample; i++) arm.run();
      };
  bench.add(arm.name, runs, { async: arm.isAsynchronous === true });
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !("latency" in result) || result.latency.samples === undefined) {
    throw new Error(`${arm.name}: the timing library returned no samples`);
  }
  return result.latency.samples.map((milliseconds) => milliseconds / runsPerSample);
}
