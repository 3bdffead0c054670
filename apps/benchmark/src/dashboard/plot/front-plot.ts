import * as Plot from "@observablehq/plot";
import { significant, withPrefix } from "../../report/number-format.ts";
import type { FoldingResult } from "../history/result-kinds.ts";
import { inlineSvg } from "./inline-svg.ts";
import { type Series, seriesOf } from "./series.ts";

interface Dot {
  readonly rate: number;
  readonly size: number;
  readonly low: number;
  readonly high: number;
  readonly nanojoules: number;
  readonly fits: boolean;
}

/** Foldings that fit the part, and those that do not. */
export const frontSeries: readonly Series[] = seriesOf(["within the part", "larger than the part"]);

/** Whether the size of foldings is an area: on a process, not on an FPGA. */
export function isArea(foldings: readonly FoldingResult[]): boolean {
  return foldings.some(({ areaUm2 }) => areaUm2.value > 0);
}

/** What a front of foldings takes over how fast they are, with the intervals of the estimates. */
export function frontPlot(title: string, foldings: readonly FoldingResult[]): string {
  const ofSize = (of: FoldingResult): FoldingResult["lut"] =>
    isArea(foldings) ? of.areaUm2 : of.lut;
  const dots = foldings.map((of): Dot => {
    const { value: size, low, high } = ofSize(of);
    const nanojoules = of.energyPj.value / 1000;
    return { rate: of.framesPerSecond.value, size, low, high, nanojoules, fits: of.fits };
  });
  const [within, beyond] = frontSeries;
  const lookOf = ({ fits }: Dot): Series => (fits ? within : beyond);
  const colour = (dot: Dot): string => lookOf(dot).colour;
  return inlineSvg(title, (document) =>
    Plot.plot({
      ...{
        document,
        width: 340,
        height: 260,
        marginLeft: 52,
        marginTop: 24,
        marginRight: 24,
        marginBottom: 42,
      },
      x: {
        ...{ type: "log", label: "frames per second", nice: true },
        ...{ grid: true, ticks: 4, tickFormat: withPrefix },
      },
      y: {
        ...{ type: "log", label: isArea(foldings) ? "area, µm²" : "look-up tables" },
        ...{ nice: true, grid: true, ticks: 4, tickFormat: withPrefix },
      },
      symbol: { type: "identity" },
      marks: [
        Plot.link(dots, {
          ...{ x1: "rate", x2: "rate", y1: "low", y2: "high", stroke: colour },
          ...{ strokeOpacity: 0.35, strokeWidth: 5 },
        }),
        Plot.line(dots, { x: "rate", y: "size", strokeOpacity: 0.4 }),
        Plot.dot(dots, {
          ...{
            x: "rate",
            y: "size",
            r: 3.5,
            fill: colour,
            symbol: (dot: Dot) => lookOf(dot).symbol,
          },
          title: (dot: Dot) =>
            `${withPrefix(dot.rate)} frames/s, ${withPrefix(dot.size)} (${withPrefix(dot.low)} to ${withPrefix(dot.high)}), ${significant(dot.nanojoules)} nJ`,
        }),
      ],
    }),
  );
}
