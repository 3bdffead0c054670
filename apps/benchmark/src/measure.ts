import { Bench } from "tinybench";
import type { Arm } from "./arm.ts";
import { startStopwatch } from "./stopwatch.ts";

/** How long to measure. */
export interface MeasureOptions {
  /** Turns that every arm gets. */
  readonly rounds: number;
  /** A sample is the mean of as many runs as last this long, so that the clock and the call weigh little. */
  readonly sampleMilliseconds: number;
  /** An arm's turn: as many samples as fit, at least one. */
  readonly turnMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** The samples of one arm from all its turns. */
export interface Timing {
  /** Milliseconds of one run each. */
  readonly milliseconds: readonly number[];
  /** Processor time of one run, in milliseconds: the mean of each turn. */
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
 * is thrown away.
 *
 * @returns  one timing for each arm, in the order of `arms`.
 * @throws  what the signal was aborted with.
 */
export async function measure(
  arms: readonly Arm[],
  { rounds, sampleMilliseconds, turnMilliseconds, signal }: MeasureOptions,
): Promise<Timing[]> {
  const turns = arms.map((arm) => {
    signal?.throwIfAborted();
    const milliseconds: number[] = [];
    const cpuMilliseconds: number[] = [];
    const turn = planTurn(arm, sampleMilliseconds, turnMilliseconds);
    return { ...turn, milliseconds, cpuMilliseconds };
  });
  for (let round = -1; round < rounds; round++) {
    for (const turn of round % 2 === 0 ? turns : [...turns].reverse()) {
      signal?.throwIfAborted();
      const stop = startStopwatch();
      const samples = await takeTurn(turn);
      const { cpuMilliseconds } = stop();
      if (round >= 0) {
        turn.milliseconds.push(...samples);
        turn.cpuMilliseconds.push(cpuMilliseconds / (turn.samples * turn.runsPerSample));
      }
      // Lets a pressed Ctrl+C come through.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return turns.map(({ milliseconds, cpuMilliseconds, runsPerSample }) => {
    return { milliseconds, cpuMilliseconds, runsPerSample };
  });
}

interface Turn {
  readonly arm: Arm;
  readonly runsPerSample: number;
  readonly samples: number;
}

/** Doubles the number of runs until they last long enough; warms the arm up by the way. */
function planTurn(arm: Arm, sampleMilliseconds: number, turnMilliseconds: number): Turn {
  for (let runsPerSample = 1; ; runsPerSample *= 2) {
    const start = performance.now();
    for (let i = 0; i < runsPerSample; i++) arm.run();
    const elapsed = performance.now() - start;
    if (elapsed < sampleMilliseconds && runsPerSample < MOST_RUNS_PER_SAMPLE) continue;
    const fitting = Math.floor(turnMilliseconds / elapsed);
    const samples = Math.min(MOST_SAMPLES_PER_TURN, Math.max(1, fitting));
    return { arm, runsPerSample, samples };
  }
}

async function takeTurn({ arm, runsPerSample, samples }: Turn): Promise<number[]> {
  const bench = new Bench({
    iterations: samples,
    time: 0,
    warmup: false,
    retainSamples: true,
    throws: true,
  });
  const runs = (): void => {
    for (let i = 0; i < runsPerSample; i++) arm.run();
  };
  bench.add(arm.name, runs, { async: false });
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !("latency" in result) || result.latency.samples === undefined) {
    throw new Error(`${arm.name}: the timing library returned no samples`);
  }
  return result.latency.samples.map((milliseconds) => milliseconds / runsPerSample);
}
