/** A process of a side, ready to time one arm. Milliseconds are of so many runs together. */
export interface Side {
  time(runs: number): Promise<number>;
  /** The reference kernel there. */
  reference(runs: number): Promise<number>;
}

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

/** Times the sides turn by turn, in changing orders, the reference kernel of base and head in between. A first turn warms up
 *  and is thrown away.
 *  @throws  what the signal was aborted with. */
export async function timeSides(
  sides: Sides,
  { turns, sampleMilliseconds, signal }: ScheduleOptions,
): Promise<DuetTimes> {
  const runs = await planRuns((count) => sides.base.time(count), sampleMilliseconds);
  const referenceRuns = await planRuns(
    (count) => sides.base.reference(count),
    sampleMilliseconds / 2,
  );
  const times = { base: lists(), head: lists(), same: lists() };
  for (let turn = -1; turn < turns; turn++) {
    signal?.throwIfAborted();
    for (const name of orders[(turn + orders.length) % orders.length]) {
      const milliseconds = (await sides[name].time(runs)) / runs;
      const reference =
        name === "same" ? 0 : (await sides[name].reference(referenceRuns)) / referenceRuns;
      if (turn < 0) continue;
      times[name].times.push(milliseconds);
      times[name].references.push(reference);
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
