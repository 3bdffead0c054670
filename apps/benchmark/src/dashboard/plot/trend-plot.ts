import * as Plot from "@observablehq/plot";
import { significant } from "../../report/number-format.ts";
import type { Reset } from "../trend/reset.ts";
import type { Trend } from "../trend/trend.ts";
import { inlineSvg } from "./inline-svg.ts";
import type { Series } from "./series.ts";

/** What a plot of trends shows. */
export interface TrendPlot {
  readonly title: string;
  /** Of one arm: a line for each peer. */
  readonly trends: readonly Trend[];
  readonly series: readonly Series[];
  /** Names of all runs of the place, in the order of time, so that plots of a place have the same axis. */
  readonly runs: readonly string[];
  readonly resets: readonly Reset[];
}

const size = { width: 340, height: 230 };
const mostTicks = 4;

interface Dot {
  readonly run: number;
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
  readonly peer: string;
}

/** Ratios over runs, on a logarithmic axis, with what lies between the quartiles as a stroke behind each dot; a dashed line
 *  where something else than our code changed. */
export function trendPlot({ title, trends, series, runs, resets }: TrendPlot): string {
  const dots = trends.flatMap(({ points, peer }) =>
    points.map((point): Dot => ({ ...point, peer })),
  );
  const lookOf = new Map(series.map((one) => [one.name, one]));
  const colour = ({ peer }: Dot): string => lookOf.get(peer)?.colour ?? "currentColor";
  const place = { x: "run", y: "ratio" };
  const every = Math.max(1, Math.ceil(runs.length / mostTicks));
  return inlineSvg(title, (document) =>
    Plot.plot({
      ...{ document, ...size, marginLeft: 44, marginRight: 12, marginTop: 24, marginBottom: 30 },
      x: {
        ...{ type: "linear", domain: [-0.3, Math.max(runs.length - 0.7, 0.3)], label: null },
        ticks: runs.map((_, i) => i).filter((i) => i % every === 0),
        tickFormat: (run: number) => runs[run] ?? "",
      },
      y: {
        type: "log",
        label: "× the peer's speed",
        grid: true,
        ticks: 4,
        tickFormat: significantTick,
      },
      marks: [
        // As fast as the peer: only where the plot reaches that far, so that high ratios keep their room.
        Plot.ruleY(dots.some(({ lower }) => lower < 1) ? [1] : [], { strokeOpacity: 0.6 }),
        Plot.ruleX(resets, {
          x: "run",
          dx: -4,
          strokeDasharray: "2 3",
          strokeOpacity: 0.7,
          title: resetTitle,
        }),
        Plot.link(dots, {
          ...{ x1: "run", x2: "run", y1: "lower", y2: "upper" },
          ...{ stroke: colour, strokeOpacity: 0.35, strokeWidth: 5 },
        }),
        Plot.line(dots, { ...place, z: "peer", stroke: colour, strokeOpacity: 0.8 }),
        Plot.dot(dots, {
          ...{ ...place, r: 3.4, fill: colour },
          symbol: ({ peer }: Dot) => lookOf.get(peer)?.symbol ?? "circle",
          title: (dot: Dot) =>
            `${runs[dot.run]}: ${significant(dot.ratio)} × ${dot.peer} (${significant(dot.lower)} to ${significant(dot.upper)})`,
        }),
      ],
      symbol: { type: "identity" },
    }),
  );
}

function resetTitle({ reasons }: Reset): string {
  return reasons.join("\n");
}

/** 10, not 10.0. */
function significantTick(value: number): string {
  return String(Number(value.toPrecision(2)));
}
