import * as Plot from "@observablehq/plot";
import { seriesColours, standaloneSvg } from "../apps/train/src/picture/standalone-svg.ts";

/** What a dot product takes whose weights have so many bits on average. */
export interface CostPoint {
  readonly bits: number;
  readonly target: string;
  /** Over what weights of one bit take. */
  readonly predicted: number;
  readonly synthesised: number;
}

/** A picture in SVG of the cost of heterogeneous weights over their bits on average: dots as synthesised, lines as predicted. */
export function drawCostOverBits(points: readonly CostPoint[]): string {
  const targets = [...new Set(points.map(({ target }) => target))];
  const colourOf = ({ target }: CostPoint): string => seriesColours[targets.indexOf(target)];
  return standaloneSvg("HBNN: cost of a dot product over bits of a weight on average", (document) =>
    Plot.plot({
      ...{ document, width: 480, height: 300, marginTop: 32, marginLeft: 48, marginBottom: 40 },
      x: { domain: [0.8, 3.2], label: "bits of a weight on average", tickFormat: ".1f" },
      y: { domain: [0.8, 3.2], label: null, ticks: 5, grid: true },
      marks: [
        ...targets.map((target) =>
          Plot.line(
            points.filter((point) => point.target === target),
            { x: "bits", y: "predicted", stroke: seriesColours[targets.indexOf(target)] },
          ),
        ),
        Plot.dot(points, { x: "bits", y: "synthesised", fill: colourOf, r: 4 }),
        Plot.text(["times one bit"], { frameAnchor: "top-left", dx: -44, dy: -18 }),
        ...targets.map((target, i) =>
          Plot.text([`● ${target}`], {
            ...{ frameAnchor: "top-left", dx: 60 + 90 * i, dy: -18 },
            ...{ fill: seriesColours[i], fontWeight: "bold" },
          }),
        ),
      ],
    }),
  );
}
