import { countThreads } from "./number-format.ts";
import type { BenchmarkReport } from "./report.ts";

/** An entry as github-action-benchmark reads it with the tool "customBiggerIsBetter". */
interface ActionEntry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly extra: string;
}

/** Every ratio of an arm of ours against a peer, and no time: its alerts have one threshold for all entries, and a
 *  time in CI is noise. A ratio to a time of 0, which a browser's clock gives, is none. */
export function formatGithubAction({ rows }: BenchmarkReport): string {
  const entries = rows
    .filter(({ isPeer }) => !isPeer)
    .flatMap(({ op, shape, arm, threads, ratios, medianMilliseconds }) =>
      Object.entries(ratios)
        .filter(([, ratio]) => Number.isFinite(ratio))
        .map(
          ([peer, ratio]): ActionEntry => ({
            name: `${op} ${shape} ${arm} / ${peer}, ${countThreads(threads)}`,
            unit: "×",
            value: ratio,
            extra: `${arm}: ${medianMilliseconds} ms`,
          }),
        ),
    );
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}
