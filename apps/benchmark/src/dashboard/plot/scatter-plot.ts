import * as Plot from "@observablehq/plot";
import { inlineSvg } from "./inline-svg.ts";
import type { Series } from "./series.ts";

/** A dot over a size in bytes. */
export interface SizedDot {
  readonly name: string;
  /** Which of the series. */
  readonly series: string;
  readonly bytes: number;
  readonly value: number;
  /** Ends of an interval, where there is one. */
  readonly lower?: number;
  readonly upper?: number;
}

/** What a plot over sizes shows. */
export interface ScatterPlot {
  readonly title: string;
  readonly dots: readonly SizedDot[];
  readonly series: readonly Series[];
  readonly valueLabel: string;
  readonly width: number;
  readonly height: number;
}

/** Values over bytes, these on a logarithmic axis; names beside the dots that no other beats in both. */
export function scatterPlot({
  title,
  dots,
  series,
  valueLabel,
  width,
  height,
}: ScatterPlot): string {
  const lookOf = new Map(series.map((one) => [one.name, one]));
  const colour = (dot: SizedDot): string => lookOf.get(dot.series)?.colour ?? "currentColor";
  const best = frontOf(dots);
  return inlineSvg(title, (document) =>
    Plot.plot({
      ...{
        document,
        width,
        height,
        marginLeft: 44,
        marginTop: 24,
        marginRight: 24,
        marginBottom: 42,
      },
      x: {
        type: "log",
        label: "bytes of the file",
        grid: true,
        ticks: width < 500 ? 3 : 6,
        tickFormat: "~s",
        nice: true,
      },
      y: { label: valueLabel, grid: true, nice: true, ticks: 6 },
      symbol: { type: "identity" },
      marks: [
        Plot.link(
          dots.filter(({ lower }) => lower !== undefined),
          {
            ...{ x1: "bytes", x2: "bytes", y1: "lower", y2: "upper", stroke: colour },
            ...{ strokeOpacity: 0.35, strokeWidth: 5 },
          },
        ),
        Plot.line(best, { x: "bytes", y: "value", curve: "step-after", strokeOpacity: 0.5 }),
        Plot.dot(dots, {
          ...{ x: "bytes", y: "value", r: 3.8, fill: colour },
          symbol: (dot: SizedDot) => lookOf.get(dot.series)?.symbol ?? "circle",
          title: (dot: SizedDot) => `${dot.name}: ${dot.value.toFixed(2)}, ${dot.bytes} bytes`,
        }),
        Plot.text(apart(best), {
          ...{ x: "bytes", y: "value", text: "name", dy: -9 },
          ...{ textAnchor: "end", dx: 4, fill: "currentColor", stroke: "var(--ground)" },
        }),
      ],
    }),
  );
}

/** Rising dots without those whose names would lie on that of the one before. */
function apart(dots: readonly SizedDot[]): readonly SizedDot[] {
  const values = dots.map(({ value }) => value);
  const row = (Math.max(...values) - Math.min(...values)) / 25;
  const named: SizedDot[] = [];
  for (const dot of dots) {
    const last = named.at(-1);
    if (last === undefined || dot.value - last.value > row || dot.bytes > 2 * last.bytes)
      named.push(dot);
  }
  return named;
}

/** Those that no other equals or beats with no more bytes, by rising size. */
export function frontOf<Dot extends Pick<SizedDot, "bytes" | "value">>(
  dots: readonly Dot[],
): readonly Dot[] {
  const sorted = [...dots].sort((a, b) => a.bytes - b.bytes || b.value - a.value);
  let best = Number.NEGATIVE_INFINITY;
  return sorted.filter(({ value }) => {
    const isBetter = value > best;
    best = Math.max(best, value);
    return isBetter;
  });
}
