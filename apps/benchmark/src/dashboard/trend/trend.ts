import { type RatioInterval, ratiosOf } from "../../compare/ratio-interval.ts";
import type { BenchmarkReport } from "../../report/report.ts";

/** How the ratio of an arm of ours to a peer went from run to run. */
export interface Trend {
  readonly op: string;
  readonly arm: string;
  readonly threads: number;
  readonly peer: string;
  /** Shapes that a point is the geometric mean of. */
  readonly shapes: readonly string[];
  readonly points: readonly TrendPoint[];
}

/** A run on a line. */
export interface TrendPoint {
  /** Which of the reports. */
  readonly run: number;
  readonly ratio: number;
  /** Geometric means of the ends of the intervals of {@link RatioInterval}. */
  readonly lower: number;
  readonly upper: number;
}

/** What is put together into one line. */
export interface TrendOptions {
  /** "all": one line for all shapes of an operator; "each": a line for each shape. */
  readonly shapes: "all" | "each";
}

/**
 * Makes lines of reports of one place, in the order of time.
 *
 * A point is the geometric mean over the shapes of the latest run that has the line; an earlier run that lacks one of
 * them has no point, because a mean over other shapes is another quantity.
 */
export function trendsOf(
  reports: readonly BenchmarkReport[],
  { shapes }: TrendOptions,
): readonly Trend[] {
  const lines = new Map<string, Line>();
  for (const [run, report] of reports.entries()) {
    for (const [interval] of ratiosOf([report], {}).values()) {
      const { op, arm, threads, shape } = interval.row;
      const key = [op, arm, threads, interval.peer, shapes === "each" ? shape : ""].join(" ");
      const line: Line = lines.get(key) ?? {
        op,
        arm,
        threads,
        peer: interval.peer,
        runs: new Map(),
      };
      const ofRun = line.runs.get(run) ?? new Map<string, RatioInterval>();
      line.runs.set(run, ofRun.set(shape, interval));
      lines.set(key, line);
    }
  }
  return [...lines.values()].map(trendOfLine);
}

interface Line extends Pick<Trend, "op" | "arm" | "threads" | "peer"> {
  /** Intervals by shape, for each run. */
  readonly runs: Map<number, Map<string, RatioInterval>>;
}

function trendOfLine({ runs, ...names }: Line): Trend {
  const latest = Math.max(...runs.keys());
  const shapes = [...(runs.get(latest)?.keys() ?? [])];
  const points = [...runs].flatMap(([run, byShape]): TrendPoint[] => {
    const intervals = shapes.flatMap((shape) => byShape.get(shape) ?? []);
    if (intervals.length < shapes.length) return [];
    return [
      {
        run,
        ratio: geometricMean(intervals.map(({ ratio }) => ratio)),
        lower: geometricMean(intervals.map(({ lower }) => lower)),
        upper: geometricMean(intervals.map(({ upper }) => upper)),
      },
    ];
  });
  return { ...names, shapes, points };
}

/** exp of the mean of the logarithms. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
