import { quantile } from "../quantile.ts";
import type { BenchmarkReport } from "../report/report.ts";
import { type RatioInterval, ratiosOf } from "./ratio-interval.ts";

/** What became of one ratio. */
export interface RatioChange {
  readonly op: string;
  readonly shape: string;
  readonly arm: string;
  readonly peer: string;
  readonly threads: number;
  /** Median over the reports of a side. */
  readonly before: number;
  readonly after: number;
  /** `after / before − 1`: −0.1 is a tenth less. */
  readonly change: number;
  /** "undecided": as much as would count, seen in one report of a side only. */
  readonly verdict: "regressed" | "improved" | "undecided" | "unchanged";
}

/** Two sides held against each other. */
export interface Comparison {
  /** Ratios that both sides have, the worst change first. */
  readonly changes: readonly RatioChange[];
  /** Ratios that only the old side has, as `op shape arm / peer, threads`. */
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

/** Reports a side that a verdict needs: what one run saw, the next one on the same code often does not. */
const reportsForVerdict = 2;

/**
 * Compares the ratios of our arms to their peers; times are never compared.
 *
 * A ratio has regressed where its median over the reports of the new side is less than allowed, its interval from first
 * to third quartile lies below that of the old side without touching it, and each side has at least two reports. The
 * interval of a ratio: the peer's quartiles over ours crosswise; of a side: from the least to the greatest of its reports.
 */
export function compareReports(
  before: readonly BenchmarkReport[],
  after: readonly BenchmarkReport[],
  options: CompareOptions,
): Comparison {
  const old = ratiosOf(before, options);
  const current = ratiosOf(after, options);
  const changes: RatioChange[] = [];
  const missing: string[] = [];
  for (const [key, was] of old) {
    const is = current.get(key);
    if (is === undefined) missing.push(key);
    else changes.push(judge(was, is, options.maxRegression));
  }
  return { changes: changes.sort((a, b) => a.change - b.change), missing };
}

/** Peers that a ratio of the reports is to, by name. */
export function peersOf(reports: readonly BenchmarkReport[]): string[] {
  const rows = reports.flatMap((report) => report.rows).filter(({ isPeer }) => !isPeer);
  return [...new Set(rows.flatMap(({ ratios }) => Object.keys(ratios)))].sort();
}

function judge(
  was: readonly RatioInterval[],
  is: readonly RatioInterval[],
  most: number,
): RatioChange {
  const { op, shape, arm, threads } = was[0].row;
  const before = medianOf(was);
  const after = medianOf(is);
  const change = after / before - 1;
  const isLess = change < -most && highest(is) < lowest(was);
  const isMore = change > most && lowest(is) > highest(was);
  const isDecided = Math.min(was.length, is.length) >= reportsForVerdict;
  const seen = isLess ? "regressed" : isMore ? "improved" : "unchanged";
  const verdict = seen === "unchanged" || isDecided ? seen : "undecided";
  return { op, shape, arm, peer: was[0].peer, threads, before, after, change, verdict };
}

function medianOf(ratios: readonly RatioInterval[]): number {
  const sorted = ratios.map(({ ratio }) => ratio).sort((a, b) => a - b);
  return quantile(sorted, 0.5);
}

function lowest(ratios: readonly RatioInterval[]): number {
  return Math.min(...ratios.map(({ lower }) => lower));
}

function highest(ratios: readonly RatioInterval[]): number {
  return Math.max(...ratios.map(({ upper }) => upper));
}
