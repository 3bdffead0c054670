import type { KernelsRequest } from "../kernels-request.ts";
import type { KernelsResult } from "../run-kernels.ts";
import type { BenchmarkReport } from "./report.ts";

/** The report of a run of kernels.
 *  @param about  where and when it ran, and which version of this package */
export function kernelsReport(
  { filter, isQuick, threadCounts, ...duration }: KernelsRequest,
  { rows, absent, versions }: KernelsResult,
  about: Pick<BenchmarkReport, "startedAt" | "commit" | "machine" | "versions">,
): BenchmarkReport {
  const { startedAt, commit, machine } = about;
  return {
    format: "bnnkit-benchmark",
    formatVersion: 1,
    command: "kernels",
    startedAt,
    ...(commit !== undefined && { commit }),
    settings: { filter, quick: isQuick, threads: threadCounts.join(","), ...duration },
    machine,
    versions: { ...about.versions, ...versions },
    rows,
    absent,
  };
}
