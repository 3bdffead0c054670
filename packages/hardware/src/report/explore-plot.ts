import type { ExploredFolding } from "../model-estimate/explore-model.ts";
import { type Plotter, seriesColours } from "./plot-svg.ts";
import { writeNumber } from "./write-number.ts";

interface Dot {
  readonly rate: number;
  readonly size: number;
  readonly nanojoules: number;
  readonly fits: boolean;
}

/** Foldings by frames per second and by what they take, energies beside some of them. */
export function explorePlot(
  { plot, svgOf }: Plotter,
  {
    model,
    part,
    foldings,
  }: {
    readonly model: string;
    readonly part: string;
    readonly foldings: readonly ExploredFolding[];
  },
): string {
  const isArea = foldings.some(({ areaUm2 }) => areaUm2.value > 0);
  const dots = foldings.map((one): Dot => {
    const size = isArea ? one.areaUm2.value : one.lut.value;
    const nanojoules = one.energyPj.value / 1000;
    return { rate: one.framesPerSecond.value, size, nanojoules, fits: one.fits };
  });
  const [within, beyond] = seriesColours;
  const every = Math.ceil(dots.length / 8);
  const label = isArea ? "area, µm²" : "look-up tables";
  return svgOf(`${model} on ${part}: ${label} over frames per second`, (document) =>
    plot.plot({
      ...{ document, width: 760, height: 420, marginLeft: 70, marginRight: 60, marginTop: 56 },
      x: { type: "log", label: "frames per second", grid: true, ticks: 6 },
      y: { type: "log", label, grid: true, ticks: 6 },
      marks: [
        plot.line(dots, { x: "rate", y: "size", stroke: within, strokeOpacity: 0.4 }),
        plot.dot(dots, {
          ...{ x: "rate", y: "size", r: 4 },
          fill: ({ fits }: Dot) => (fits ? within : beyond),
        }),
        plot.text(
          dots.filter((_, i) => i % every === 0 || i === dots.length - 1),
          {
            ...{ x: "rate", y: "size", dy: -10, fontSize: 10 },
            text: ({ nanojoules }: Dot) => `${writeNumber(nanojoules)} nJ`,
          },
        ),
        plot.text([`● within ${part}`], {
          ...{ frameAnchor: "top-left", dy: -48, dx: 100, fill: within, fontWeight: "bold" },
        }),
        plot.text(["● larger"], {
          ...{ frameAnchor: "top-left", dx: 270, dy: -48, fill: beyond, fontWeight: "bold" },
        }),
      ],
    }),
  );
}
