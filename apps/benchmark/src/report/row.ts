import { quartiles } from "../quantile.ts";

/** One figure: an arm at one shape. */
export interface BenchmarkRow {
  readonly kind: "measured";
  readonly op: string;
  readonly arm: string;
  /** What the arm ran on, where that is not the processor; a software adapter is said to be one. */
  readonly device?: string;
  /** Somebody else's, or a limit. */
  readonly isPeer: boolean;
  readonly shape: string;
  /** Which models have the shape; empty where none is meant. */
  readonly origin: string;
  readonly threads: number;
  readonly samples: number;
  /** Runs whose mean is one sample. */
  readonly runsPerSample: number;
  readonly medianMilliseconds: number;
  readonly lowerQuartileMilliseconds: number;
  readonly upperQuartileMilliseconds: number;
  /** Processor time of one run, all threads added up: less than the median where arms waited for other processes.
   *  Absent in browsers. */
  readonly medianCpuMilliseconds?: number;
  /** The median of single runs, each with emptied caches. */
  readonly coldMedianMilliseconds?: number;
  /** Making ready: what is loaded, compiled and packed once. */
  readonly prepareMilliseconds?: number;
  /** The very first run, before any optimization. */
  readonly firstRunMilliseconds?: number;
  /** Operations of one run, as the op counts them, over the median. */
  readonly operationsPerSecond: number;
  /** For each peer measured at the same op, shape and threads: its median over this one, so 2 is twice as fast. */
  readonly ratios: Readonly<Record<string, number>>;
  /** The same of processor time. */
  readonly cpuRatios: Readonly<Record<string, number>>;
  /** The same of runs with emptied caches. */
  readonly coldRatios: Readonly<Record<string, number>>;
  /** With more than one thread: the same arm's median on one over this one. */
  readonly threadSpeedup?: number;
}

/** What makes a row out of samples. */
export interface RowSource {
  readonly op: string;
  readonly arm: string;
  readonly device?: string;
  readonly isPeer: boolean;
  readonly shape: string;
  readonly origin?: string;
  readonly threads: number;
  readonly runsPerSample: number;
  /** Milliseconds of one run each. */
  readonly milliseconds: readonly number[];
  /** Processor time of one run each. */
  readonly cpuMilliseconds?: readonly number[];
  /** Milliseconds of one run each, with emptied caches. */
  readonly coldMilliseconds?: readonly number[];
  readonly prepareMilliseconds?: number;
  readonly firstRunMilliseconds?: number;
  readonly operations: number;
}

/** Summarizes samples. Ratios are added by {@link addRatios} when the peers are known.
 *  @throws RangeError without samples. */
export function createRow(source: RowSource): BenchmarkRow {
  const { milliseconds, cpuMilliseconds = [], coldMilliseconds = [], operations } = source;
  const { prepareMilliseconds, firstRunMilliseconds, device } = source;
  const { lower, median, upper } = quartiles(milliseconds);
  return {
    kind: "measured",
    op: source.op,
    arm: source.arm,
    ...(device !== undefined && { device }),
    isPeer: source.isPeer,
    shape: source.shape,
    origin: source.origin ?? "",
    threads: source.threads,
    samples: milliseconds.length,
    runsPerSample: source.runsPerSample,
    medianMilliseconds: median,
    lowerQuartileMilliseconds: lower,
    upperQuartileMilliseconds: upper,
    ...(cpuMilliseconds.length > 0 && { medianCpuMilliseconds: quartiles(cpuMilliseconds).median }),
    ...(coldMilliseconds.length > 0 && {
      coldMedianMilliseconds: quartiles(coldMilliseconds).median,
    }),
    ...(prepareMilliseconds !== undefined && { prepareMilliseconds }),
    ...(firstRunMilliseconds !== undefined && { firstRunMilliseconds }),
    operationsPerSecond: (1000 * operations) / median,
    ratios: {},
    cpuRatios: {},
    coldRatios: {},
  };
}

/** Compares each row with the peers of its op, shape and number of threads, and with its own arm on one thread. */
export function addRatios(rows: readonly BenchmarkRow[]): BenchmarkRow[] {
  return rows.map((row) => {
    const alike = rows.filter(({ op, shape }) => op === row.op && shape === row.shape);
    const rivals = alike.filter(
      ({ arm, isPeer, threads }) => isPeer && arm !== row.arm && threads === row.threads,
    );
    const single = alike.find(({ arm, threads }) => arm === row.arm && threads === 1);
    return {
      ...row,
      ratios: ratiosTo(rivals, row, (of) => of.medianMilliseconds),
      cpuRatios: ratiosTo(rivals, row, (of) => of.medianCpuMilliseconds),
      coldRatios: ratiosTo(rivals, row, (of) => of.coldMedianMilliseconds),
      ...(row.threads > 1 &&
        single !== undefined && {
          threadSpeedup: single.medianMilliseconds / row.medianMilliseconds,
        }),
    };
  });
}

function ratiosTo(
  rivals: readonly BenchmarkRow[],
  row: BenchmarkRow,
  timeOf: (of: BenchmarkRow) => number | undefined,
): Record<string, number> {
  const ratios: Record<string, number> = {};
  const time = timeOf(row);
  for (const rival of rivals) {
    const rivalTime = timeOf(rival);
    if (time !== undefined && rivalTime !== undefined) ratios[rival.arm] = rivalTime / time;
  }
  return ratios;
}
