/** Lets a process of a side run its arm so often, and the reference kernel so often right after it.
 *  @returns milliseconds of all runs together */
export type Side = (
  runs: number,
  referenceRuns: number,
) => Promise<{ readonly arm: number; readonly reference: number }>;

/** The sides of a duet: `same` is a second process of the base. */
export interface Sides {
  readonly base: Side;
  readonly head: Side;
  readonly same: Side;
}

/** Milliseconds of one run each; what stands at the same place was taken in one turn, one right after the other. */
export interface DuetTimes {
  readonly base: readonly number[];
  readonly head: readonly number[];
  readonly same: readonly number[];
  readonly referenceBase: readonly number[];
  readonly referenceHead: readonly number[];
  /** Runs whose mean is one time. */
  readonly runsPerSample: number;
}

export interface ScheduleOptions {
  readonly turns: number;
  /** A time is the mean of as many runs as last this long. */
  readonly sampleMilliseconds: number;
  readonly signal?: AbortSignal;
}

const mostRuns = 2 ** 20;
/** So that a tenth more of them is at least one more. */
const fewestRuns = 10;

/** Every order of the three sides, so that over six turns each comes first, second and third, and after each other, equally
 *  often. */
export const orders: readonly (readonly (keyof Sides)[])[] = [
  ["base", "head", "same"],
  ["same", "head", "base"],
  ["head", "same", "base"],
  ["base", "same", "head"],
  ["same", "base", "head"],
  ["head", "base", "same"],
];

/** Times the sides turn by turn, in changing orders, each with the reference kernel after it. A first turn warms up
 *  and is thrown away.
 *  @throws  what the signal was aborted with. */
export async function timeSides(
  sides: Sides,
  { turns, sampleMilliseconds, signal }: ScheduleOptions,
): Promise<DuetTimes> {
  const runs = await planRuns(
    async (count) => (await sides.base(count, 1)).arm,
    sampleMilliseconds,
  );
  const referenceRuns = await planRuns(
    async (count) => (await sides.base(1, count)).reference,
    sampleMilliseconds / 2,
  );
  const times = { base: lists(), head: lists(), same: lists() };
  for (let turn = -1; turn < turns; turn++) {
    signal?.throwIfAborted();
    for (const name of orders[(turn + orders.length) % orders.length]) {
      const { arm, reference } = await sides[name](runs, referenceRuns);
      if (turn < 0) continue;
      times[name].times.push(arm / runs);
      times[name].references.push(reference / referenceRuns);
    }
  }
  return {
    ...{ base: times.base.times, head: times.head.times, same: times.same.times },
    ...{ referenceBase: times.base.references, referenceHead: times.head.references },
    runsPerSample: runs,
  };
}

function lists(): { readonly times: number[]; readonly references: number[] } {
  return { times: [], references: [] };
}

/** Doubles the number of runs until they last long enough twice: a stall passes. */
async function planRuns(
  time: (runs: number) => Promise<number>,
  milliseconds: number,
): Promise<number> {
  let runs = fewestRuns;
  while (runs < mostRuns && Math.min(await time(runs), await time(runs)) < milliseconds) runs *= 2;
  return runs;
}
