import type { BenchmarkReport } from "../report/report.ts";
import type { BenchmarkRow } from "../report/row.ts";

/** How many times as fast as a peer an arm of ours was in one run, and how far that can be trusted. */
export interface RatioInterval {
  readonly row: BenchmarkRow;
  readonly peer: string;
  readonly ratio: number;
  /** The peer's first quartile over our third. */
  readonly lower: number;
  /** The peer's third quartile over our first. */
  readonly upper: number;
}

/** Which ratios are looked at. */
export interface RatioSelection {
  readonly peer?: string;
  readonly cpu?: boolean;
}

/** The ratios of reports by `op shape arm / peer, threads`, for each report that has it. One that is no positive number, such
 *  as of times too short for the clock, is none. Processor time has no quartiles: its intervals are the ratios themselves. */
export function ratiosOf(
  reports: readonly BenchmarkReport[],
  selection: RatioSelection,
): Map<string, RatioInterval[]> {
  const ratios = new Map<string, RatioInterval[]>();
  for (const { rows } of reports) {
    for (const row of rows.filter(({ isPeer }) => !isPeer)) {
      for (const found of ratiosOfRow(row, rows, selection)) {
        const key = `${row.op} ${row.shape} ${row.arm} / ${found.peer}, ${row.threads}`;
        ratios.set(key, [...(ratios.get(key) ?? []), found]);
      }
    }
  }
  return ratios;
}

function ratiosOfRow(
  row: BenchmarkRow,
  rows: readonly BenchmarkRow[],
  { peer: wanted, cpu = false }: RatioSelection,
): RatioInterval[] {
  return Object.entries(cpu ? row.cpuRatios : row.ratios)
    .filter(([peer, ratio]) => (wanted ?? peer) === peer && Number.isFinite(ratio) && ratio > 0)
    .map(([peer, ratio]) => {
      const rival = rows.find(
        ({ op, shape, threads, arm }) =>
          arm === peer && op === row.op && shape === row.shape && threads === row.threads,
      );
      if (rival === undefined || cpu) return { row, peer, ratio, lower: ratio, upper: ratio };
      const lower = rival.lowerQuartileMilliseconds / row.upperQuartileMilliseconds;
      const upper = rival.upperQuartileMilliseconds / row.lowerQuartileMilliseconds;
      return { row, peer, ratio, lower, upper };
    });
}
