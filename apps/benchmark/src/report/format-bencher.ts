import { countThreads } from "./number-format.ts";
import type { BenchmarkReport } from "./report.ts";
import type { BenchmarkRow } from "./row.ts";

/** A measure in Bencher Metric Format. */
interface BencherMetric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

/** Bencher Metric Format: for each arm, shape and number of threads its `latency` in nanoseconds with its quartiles,
 *  its `throughput` in operations per second, and `ratio-PEER` for each peer; what is not finite, as where a browser's clock
 *  did not move, is left out. */
export function formatBencher({ rows }: BenchmarkReport): string {
  const benchmarks = rows.map((row) => {
    const { op, shape, arm, threads } = row;
    return [`${op} ${shape} ${arm}, ${countThreads(threads)}`, measuresOf(row)] as const;
  });
  return `${JSON.stringify(Object.fromEntries(benchmarks), undefined, 2)}\n`;
}

function measuresOf(row: BenchmarkRow): Record<string, BencherMetric> {
  const rates = [
    ["throughput", row.operationsPerSecond] as const,
    ...Object.entries(row.ratios).map(([peer, value]) => [`ratio-${peer}`, value] as const),
  ];
  const finite = rates.filter(([, value]) => Number.isFinite(value));
  return {
    latency: {
      value: row.medianMilliseconds * NANOSECONDS_PER_MILLISECOND,
      lower_value: row.lowerQuartileMilliseconds * NANOSECONDS_PER_MILLISECOND,
      upper_value: row.upperQuartileMilliseconds * NANOSECONDS_PER_MILLISECOND,
    },
    ...Object.fromEntries(finite.map(([measure, value]) => [measure, { value }])),
  };
}
