import * as Plot from "@observablehq/plot";
import { inlineSvg } from "./inline-svg.ts";
import { namesWithRoom } from "./names-with-room.ts";
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

const margin = { left: 44, top: 26, right: 24, bottom: 42 };

/** Values over bytes, these on a logarithmic axis; names beside the dots that no other beats in both, where there is room. */
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
  const x: Plot.ScaleOptions = {
    ...{ type: "log", label: "bytes of the file", nice: true },
    domain: extentOf(dots.map(({ bytes }) => bytes)),
    range: [margin.left, width - margin.right],
  };
  const y: Plot.ScaleOptions = {
    ...{ type: "linear", label: valueLabel, nice: true },
    domain: extentOf(dots.flatMap(({ value, lower = value, upper = value }) => [lower, upper])),
    range: [height - margin.bottom, margin.top],
  };
  const [across, up] = [Plot.scale({ x }), Plot.scale({ y })];
  const placed = (dot: SizedDot) => ({
    ...dot,
    x: across.apply(dot.bytes),
    y: up.apply(dot.value),
  });
  const names = namesWithRoom(best.map(placed), dots.map(placed), {
    ...{ left: margin.left, right: width },
    ...{ top: margin.top - 8, bottom: height - margin.bottom },
  });
  return inlineSvg(title, (document) =>
    Plot.plot({
      ...{ document, width, height, marginLeft: margin.left, marginTop: margin.top },
      ...{ marginRight: margin.right, marginBottom: margin.bottom },
      x: { ...x, grid: true, ticks: width < 500 ? 3 : 6, tickFormat: "~s" },
      y: { ...y, grid: true, ticks: 6 },
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
        ...names.map(({ dot, dx, dy, anchor }) =>
          Plot.text([dot], {
            ...{ x: "bytes", y: "value", text: "name", dx, dy, textAnchor: anchor },
            ...{ fill: "currentColor", stroke: "var(--ground)" },
          }),
        ),
        Plot.dot(dots, {
          ...{ x: "bytes", y: "value", r: 3.8, fill: colour },
          symbol: (dot: SizedDot) => lookOf.get(dot.series)?.symbol ?? "circle",
          title: (dot: SizedDot) => `${dot.name}: ${dot.value.toFixed(2)}, ${dot.bytes} bytes`,
        }),
      ],
    }),
  );
}

function extentOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
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
