import { groupBy } from "../../group-by.ts";
import type { Machine } from "../../report/machine.ts";
import type { BenchmarkReport } from "../../report/report.ts";

/** Reports of one kind of machine and engine: what may stand on one line. */
export interface Place {
  readonly name: string;
  readonly reports: readonly BenchmarkReport[];
}

/** `Some CPU, 2 cores, Node 20`, or the browser instead of Node. */
export function placeOf({ processor, cores, node, browser }: Machine): string {
  const engine = (browser ?? `Node ${node}`).replace(/(\d+)\.[\d.]+/, "$1");
  return `${processor}, ${cores} cores, ${engine}`;
}

/** Puts reports of the same place together, in the order of the first of each. */
export function placesOf(reports: readonly BenchmarkReport[]): readonly Place[] {
  const groups = groupBy(reports, ({ machine }) => placeOf(machine));
  return [...groups].map(([name, of]) => ({ name, reports: of }));
}

/** What a run is called: its commit, shortened, or its day. */
export function runName({
  commit,
  startedAt,
}: Pick<BenchmarkReport, "commit" | "startedAt">): string {
  return commit?.slice(0, 7) ?? startedAt.slice(0, 10);
}
