import type { BenchmarkReport } from "../report/report.ts";
import type { BenchmarkRow } from "../report/row.ts";

/** What became of one ratio. */
export interface RatioChange {
  readonly op: string;
  readonly shape: string;
  readonly arm: string;
  readonly peer: string;
  readonly threads: number;
  readonly before: number;
  readonly after: number;
  /** `after / before − 1`: −0.1 is a tenth less. */
  readonly change: number;
  readonly verdict: "regressed" | "improved" | "unchanged";
}

/** Two reports held against each other. */
export interface Comparison {
  /** Ratios that both reports have, the worst change first. */
  readonly changes: readonly RatioChange[];
  /** Ratios that only the old report has, as `op shape arm / peer, threads`. */
  readonly missing: readonly string[];
}

/** What counts. */
export interface CompareOptions {
  /** A loss up to this fraction is no regression. */
  readonly maxRegression: number;
  /** Only ratios to this peer. */
  readonly peer?: string;
  /** Ratios of processor time instead of those of time passed, for machines that do other things too. */
  readonly cpu?: boolean;
}

/** Compares the ratios of our arms to their peers; times are never compared. */
export function compareReports(
  before: BenchmarkReport,
  after: BenchmarkReport,
  options: CompareOptions,
): Comparison {
  const old = ratiosOf(before, options);
  const current = ratiosOf(after, options);
  const changes: RatioChange[] = [];
  const missing: string[] = [];
  for (const [key, was] of old) {
    const is = current.get(key);
    if (is === undefined) missing.push(key);
    else changes.push(judge(was, is.ratio, options.maxRegression));
  }
  return { changes: changes.sort((a, b) => a.change - b.change), missing };
}

interface Ratio {
  readonly row: BenchmarkRow;
  readonly peer: string;
  readonly ratio: number;
}

function ratiosOf(
  { rows }: BenchmarkReport,
  { peer: wanted, cpu = false }: CompareOptions,
): Map<string, Ratio> {
  const ratios = new Map<string, Ratio>();
  for (const row of rows) {
    if (row.isPeer) continue;
    for (const [peer, ratio] of Object.entries(cpu ? row.cpuRatios : row.ratios)) {
      if (wanted !== undefined && peer !== wanted) continue;
      ratios.set(`${row.op} ${row.shape} ${row.arm} / ${peer}, ${row.threads}`, {
        row,
        peer,
        ratio,
      });
    }
  }
  return ratios;
}

function judge({ row, peer, ratio: before }: Ratio, after: number, most: number): RatioChange {
  const { op, shape, arm, threads } = row;
  const change = after / before - 1;
  const verdict = change < -most ? "regressed" : change > most ? "improved" : "unchanged";
  return { op, shape, arm, peer, threads, before, after, change, verdict };
}
