import type { LayerEstimate, ModelEstimate } from "../model-estimate/model-estimate.ts";
import { type Plotter, seriesColours } from "./plot-svg.ts";

/** What a unit of a layer takes of one kind. */
interface Bar {
  readonly layer: string;
  readonly unit: string;
  readonly amount: number;
}

/** Bars of what each layer takes, its units one behind the other in their colours. */
export function stagePlot(
  { plot, svgOf }: Plotter,
  { layers }: ModelEstimate,
  {
    label,
    of,
  }: { readonly label: string; readonly of: (layer: LayerEstimate["stages"][number]) => number },
): string {
  const bars = layers.flatMap(({ name, stages }) =>
    stages.map((stage): Bar => ({ layer: name, unit: stage.unit, amount: of(stage) })),
  );
  const units = [...new Set(bars.map(({ unit }) => unit))];
  const colourOf = (unit: string): string =>
    seriesColours[units.indexOf(unit) % seriesColours.length];
  const names = layers.map(({ name }) => name);
  const longest = Math.max(0, ...names.map((name) => name.length));
  return svgOf(label, (document) =>
    plot.plot({
      ...{ document, width: 760, height: 76 + 18 * names.length, marginTop: 44 },
      ...{ marginLeft: 24 + 6.2 * longest, marginRight: 24 },
      x: { label, grid: true, ticks: 6 },
      y: { label: null, domain: names },
      marks: [
        plot.barX(bars, { x: "amount", y: "layer", fill: ({ unit }: Bar) => colourOf(unit) }),
        ...units.map((unit, i) =>
          plot.text([`■ ${unit}`], {
            ...{ frameAnchor: "top-left", dx: 120 * i, dy: -36, fill: colourOf(unit) },
            fontWeight: "bold",
          }),
        ),
      ],
    }),
  );
}
