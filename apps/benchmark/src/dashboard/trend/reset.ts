import { mebibytes } from "../../report/number-format.ts";
import type { BenchmarkReport } from "../../report/report.ts";

/** A run from which on figures are of something else: another version of a peer or of the engine, another model. */
export interface Reset {
  readonly run: number;
  readonly reasons: readonly string[];
}

/** Finds the runs of one place before which something other than our own code changed. A peer that a run did not measure has
 *  not changed. */
export function resetsOf(reports: readonly BenchmarkReport[]): readonly Reset[] {
  const last = new Map<string, string>();
  return reports.flatMap((report, run): Reset[] => {
    const reasons = conditionsOf(report).flatMap(([name, now]) => {
      const before = last.get(name);
      last.set(name, now);
      return before === undefined || before === now ? [] : [`${name} ${before} → ${now}`];
    });
    return reasons.length === 0 ? [] : [{ run, reasons }];
  });
}

function conditionsOf({
  machine,
  versions,
  memory,
}: BenchmarkReport): readonly (readonly [string, string])[] {
  const peers = Object.entries(versions).filter(([name]) => !name.startsWith("@bnnkit/"));
  return [
    ...peers,
    machine.browser === undefined ? ["Node", machine.node] : ["browser", machine.browser],
    ...(memory === undefined ? [] : [["model", mebibytes(memory.modelBytes)] as const]),
  ];
}
