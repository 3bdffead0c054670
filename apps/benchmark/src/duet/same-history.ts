import type { Machine } from "../report/machine.ts";
import type { DuetReport, DuetRow } from "./duet-report.ts";
import { deviationOf } from "./threshold.ts";

/** How far the same code was from itself, in earlier runs on such a machine. */
export interface SameHistory {
  /** Number of runs. */
  readonly runs: number;
  /** By {@link keyOf}. */
  readonly byRow: ReadonlyMap<string, readonly number[]>;
  readonly all: readonly number[];
}

/** What names an arm at a shape. */
export function keyOf({
  op,
  shape,
  arm,
  threads,
}: Pick<DuetRow, "op" | "shape" | "arm" | "threads">): string {
  return `${op} ${shape} ${arm}, ${threads}`;
}

/** Whether figures of two machines may stand beside each other: the same processor and the same engine. */
export function isSameKind(a: Machine, b: Machine): boolean {
  return (
    a.processor === b.processor && a.cores === b.cores && a.v8 === b.v8 && a.browser === b.browser
  );
}

/** Collects what the same against the same has shown on machines of this kind; other reports are left out. A history begins
 *  anew with another processor or engine. */
export function sameHistoryOf(reports: readonly DuetReport[], machine: Machine): SameHistory {
  const alike = reports.filter((report) => isSameKind(report.machine, machine));
  const byRow = new Map<string, number[]>();
  for (const row of alike.flatMap(({ rows }) => rows)) {
    const deviations = byRow.get(keyOf(row)) ?? [];
    for (const { ratio } of [row.same, ...(row.rerun ? [row.rerun.same] : [])])
      deviations.push(deviationOf(ratio));
    byRow.set(keyOf(row), deviations);
  }
  return { runs: alike.length, byRow, all: [...byRow.values()].flat() };
}
