import type { ExploredFolding } from "@bnnkit/hardware";
import { html, type TemplateResult } from "lit-html";
import { axisAround } from "../chart/axis.ts";
import { chart, type Point } from "../chart/chart.ts";
import type { HardwareState } from "./hardware-state.ts";

/** The foldings that none beats in speed, size and energy, and the one that is chosen. */
export function frontChart({ front, estimate }: HardwareState): TemplateResult {
  if (front.length === 0 || estimate?.timing === undefined) return html``;
  const isAsic = estimate.part.target === "asic";
  const size = ({ lut, areaUm2 }: Pick<ExploredFolding, "lut" | "areaUm2">): number =>
    isAsic ? areaUm2.value / 1e6 : lut.value;
  const pointOf = (one: ExploredFolding): Point => [size(one), one.framesPerSecond.value];
  const chosen: Point = [size(estimate.total), estimate.timing.framesPerSecond.value];
  const fitting = front.filter(({ fits }) => fits).map(pointOf);
  const others = front.filter(({ fits }) => !fits).map(pointOf);
  const all = [...fitting, ...others, chosen];
  const logarithmic = { isLogarithmic: true };
  return chart({
    label: "Foldings by frames a second over size",
    x: axisAround(
      isAsic ? "mm²" : "look-up tables",
      all.map(([x]) => x),
      logarithmic,
    ),
    y: axisAround(
      "frames a second",
      all.map(([, y]) => y),
      logarithmic,
    ),
    series: [
      { name: "fits", points: fitting, as: "dots", colour: 0 },
      ...(others.length > 0
        ? [{ name: "does not fit", points: others, as: "dots", colour: 3 } as const]
        : []),
      { name: "chosen", points: [chosen], as: "dots", colour: 1 },
    ],
  });
}
