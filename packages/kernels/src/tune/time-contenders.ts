/** A kernel on operands of its own. */
export interface Contender {
  readonly run: () => void;
  /** What each sample took, for one run. Filled while timing. */
  readonly milliseconds: number[];
}

/** A clock, in milliseconds. */
export type Clock = () => number;

const MAXIMUM_ROUNDS = 15;
/** Of the budget, for the engine to compile the kernels to its best code. */
const WARM_UP_SHARE = 0.25;
const LEAST_SAMPLE_MILLISECONDS = 0.1;
/** Ticks of the clock that a sample spans at least: one more or less makes a difference of a twentieth. */
const TICKS_A_SAMPLE = 20;

/**
 * Times groups of contenders in rounds that take each of them once, so that whatever else the machine does falls on all
 * alike. A round that the budget does not suffice for leaves no sample in its group.
 */
export function timeContenders(
  groups: readonly (readonly Contender[])[],
  budgetMilliseconds: number,
  clock: Clock,
): void {
  const start = clock();
  const end = start + budgetMilliseconds;
  const sample = Math.max(LEAST_SAMPLE_MILLISECONDS, TICKS_A_SAMPLE * tickOf(clock));
  warmUp(groups, start + WARM_UP_SHARE * budgetMilliseconds, clock);
  const counts = groups.map(([first]) => countRuns(first.run, sample, end, clock));
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    for (const [i, group] of groups.entries()) timeOnce(group, counts[i], end, clock);
    if (clock() >= end) return;
  }
}

/** The mean of the middle half of samples: outliers leave it alone, and so does the step of a coarse clock. */
export function middleOf(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const beside = Math.min(Math.ceil(sorted.length / 4), (sorted.length - 1) >>> 1);
  const middle = sorted.slice(beside, sorted.length - beside);
  return middle.reduce((sum, one) => sum + one, 0) / middle.length;
}

function warmUp(groups: readonly (readonly Contender[])[], end: number, clock: Clock): void {
  while (clock() < end) {
    for (const { run } of groups.flat()) run();
  }
}

/** How often to run for a sample that the clock can tell apart. */
function countRuns(run: () => void, sampleMilliseconds: number, end: number, clock: Clock): number {
  for (let count = 1; ; count *= 2) {
    const start = clock();
    for (let i = 0; i < count; i++) run();
    const now = clock();
    if (now - start >= sampleMilliseconds || now >= end) return count;
  }
}

function timeOnce(group: readonly Contender[], count: number, end: number, clock: Clock): void {
  const times: number[] = [];
  for (const { run } of group) {
    const start = clock();
    if (start >= end) return;
    for (let i = 0; i < count; i++) run();
    times.push((clock() - start) / count);
  }
  for (const [i, { milliseconds }] of group.entries()) milliseconds.push(times[i]);
}

/** The smallest step of the clock: a hundredth of a millisecond here, a whole one where a browser blurs it. */
function tickOf(clock: Clock): number {
  const start = clock();
  let now = clock();
  while (now === start) now = clock();
  return now - start;
}
