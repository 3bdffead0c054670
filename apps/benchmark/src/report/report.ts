import { readFileSync } from "node:fs";
import { quartiles } from "../quantile.ts";
import type { Machine } from "./machine.ts";

/** One figure: an arm at one shape. */
export interface BenchmarkRow {
  readonly kind: "measured";
  readonly op: string;
  readonly arm: string;
  readonly shape: string;
  readonly threads: number;
  readonly samples: number;
  /** Runs whose mean is one sample. */
  readonly runsPerSample: number;
  readonly medianMilliseconds: number;
  readonly lowerQuartileMilliseconds: number;
  readonly upperQuartileMilliseconds: number;
  /** Processor time of one run, all threads added up: less than the median where arms waited for other processes. */
  readonly medianCpuMilliseconds: number;
  /** Operations of one run, as the op counts them, over the median. */
  readonly operationsPerSecond: number;
  /** For each peer measured at the same op and shape: its median over this one, so 2 is twice as fast. */
  readonly ratios: Readonly<Record<string, number>>;
  /** The same of processor time. */
  readonly cpuRatios: Readonly<Record<string, number>>;
}

/** What `--json` writes. Additions leave `formatVersion` as it is; anything else raises it. */
export interface BenchmarkReport {
  readonly format: "bnnkit-benchmark";
  readonly formatVersion: 1;
  readonly command: "kernels" | "model";
  /** ISO 8601, UTC */
  readonly startedAt: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly machine: Machine;
  /** Packages by name: this one, and the peers that were measured. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly BenchmarkRow[];
  /** Only for the command `model`. */
  readonly memory?: ModelMemory;
}

/** Memory of a process that translates, beside one that does nothing. */
export interface ModelMemory {
  readonly kind: "measured";
  readonly modelBytes: number;
  readonly tokenizerBytes: number;
  /** Most bytes of the kernels' arena in use at a time. */
  readonly arenaPeakBytes: number;
  readonly peakBytes: number;
  readonly emptyProcessPeakBytes: number;
  readonly peakAboveEmptyBytes: number;
}

/** What makes a row out of samples. */
export interface RowSource {
  readonly op: string;
  readonly arm: string;
  readonly shape: string;
  readonly threads: number;
  readonly runsPerSample: number;
  /** Milliseconds of one run each. */
  readonly milliseconds: readonly number[];
  /** Processor time of one run each. */
  readonly cpuMilliseconds: readonly number[];
  readonly operations: number;
}

/** Summarizes samples. Ratios are added by {@link addRatios} when the peers are known.
 *  @throws RangeError without samples. */
export function createRow(source: RowSource): BenchmarkRow {
  const { op, arm, shape, threads, runsPerSample, milliseconds, operations } = source;
  const { lower, median, upper } = quartiles(milliseconds);
  return {
    kind: "measured",
    op,
    arm,
    shape,
    threads,
    samples: milliseconds.length,
    runsPerSample,
    medianMilliseconds: median,
    lowerQuartileMilliseconds: lower,
    upperQuartileMilliseconds: upper,
    medianCpuMilliseconds: quartiles(source.cpuMilliseconds).median,
    operationsPerSecond: (1000 * operations) / median,
    ratios: {},
    cpuRatios: {},
  };
}

/** Compares rows of one op and shape with the peers among them. */
export function addRatios(
  rows: readonly BenchmarkRow[],
  peers: ReadonlySet<string>,
): BenchmarkRow[] {
  return rows.map((row) => {
    const rivals = rows.filter(({ arm }) => arm !== row.arm && peers.has(arm));
    const ratiosOf = (time: (of: BenchmarkRow) => number): Record<string, number> =>
      Object.fromEntries(rivals.map((rival) => [rival.arm, time(rival) / time(row)]));
    return {
      ...row,
      ratios: ratiosOf((of) => of.medianMilliseconds),
      cpuRatios: ratiosOf((of) => of.medianCpuMilliseconds),
    };
  });
}

/** Name and version of this package; all bnnkit packages share one version. */
export function ownVersion(): Readonly<Record<string, string>> {
  const url = new URL("../../package.json", import.meta.url);
  const manifest: { name: string; version: string } = JSON.parse(readFileSync(url, "utf8"));
  return { [manifest.name]: manifest.version };
}
