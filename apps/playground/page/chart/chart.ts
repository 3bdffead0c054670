import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit-html";
import { short } from "../number-text.ts";
import { type Axis, positionOn, ticksOf } from "./axis.ts";

export type Point = readonly [x: number, y: number];

/** Points that belong together. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  /** "bars" stand on the least y. Default "line". */
  readonly as?: "line" | "dots" | "bars";
  /** Which colour, 0 … 3; default its place among the series. */
  readonly colour?: number;
}

export interface ChartOptions {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const [width, height] = [440, 260];
const margin = { left: 68, right: 12, top: 10, bottom: 38 };
const [innerWidth, innerHeight] = [
  width - margin.left - margin.right,
  height - margin.top - margin.bottom,
];

/** A chart of lines, dots or bars over two axes, with its legend. */
export function chart({ label, x, y, series }: ChartOptions): TemplateResult {
  const place = (point: Point): Point => [
    margin.left + positionOn(x, point[0]) * innerWidth,
    margin.top + (1 - positionOn(y, point[1])) * innerHeight,
  ];
  return html`<figure>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
      ${gridOf(x, y, place)}
      <svg x=${margin.left} y=${margin.top} width=${innerWidth} height=${innerHeight}
        viewBox="${margin.left} ${margin.top} ${innerWidth} ${innerHeight}">
        ${series.map((one, i) => marksOf(one, one.colour ?? i, place))}
      </svg>
    </svg>
    <figcaption>
      ${series.map((one, i) => html`<span class="key series-${one.colour ?? i}">${one.name}</span>`)}
    </figcaption>
  </figure>`;
}

type Place = (point: Point) => Point;

function gridOf(x: Axis, y: Axis, place: Place): SVGTemplateResult {
  const [bottom, left] = [margin.top + innerHeight, margin.left];
  return svg`
    ${ticksOf(y).map((tick) => {
      const [, at] = place([x.least, tick]);
      return svg`<line class="grid" x1=${left} x2=${left + innerWidth} y1=${at} y2=${at}></line>
        <text x=${left - 6} y=${at + 4} text-anchor="end">${short(tick)}</text>`;
    })}
    ${ticksOf(x).map((tick) => {
      const [at] = place([tick, y.least]);
      return svg`<line class="grid" x1=${at} x2=${at} y1=${bottom} y2=${bottom + 4}></line>
        <text x=${at} y=${bottom + 16} text-anchor="middle">${short(tick)}</text>`;
    })}
    <text class="name" x=${left + innerWidth / 2} y=${height - 4} text-anchor="middle">${x.label}</text>
    <text class="name" transform="translate(11 ${margin.top + innerHeight / 2}) rotate(-90)"
      text-anchor="middle">${y.label}</text>`;
}

function marksOf({ points, as = "line" }: Series, colour: number, place: Place): SVGTemplateResult {
  const placed = points.filter(([, y]) => Number.isFinite(y)).map(place);
  if (as === "dots")
    return svg`${placed.map(([x, y]) => svg`<circle class="series-${colour}" cx=${x} cy=${y} r="3"></circle>`)}`;
  if (as === "line") {
    const path = placed.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`);
    return svg`<path class="line series-${colour}" d=${path.join("")}></path>`;
  }
  const [bottom, step] = [margin.top + innerHeight, innerWidth / Math.max(points.length, 1)];
  return svg`${placed.map(
    ([x, y]) => svg`<rect class="series-${colour}" x=${x - step / 2 + 0.5} y=${y}
      width=${Math.max(step - 1, 1)} height=${Math.max(bottom - y, 0)}></rect>`,
  )}`;
}
