import type { ExploredFolding } from "../model-estimate/explore-model.ts";
import { explorePlot } from "./explore-plot.ts";
import { loadPlotter } from "./plot-svg.ts";

/** Foldings as a picture: look-up tables, or area, over frames per second, with energies.
 *  @throws RangeError for none. */
export async function exploreSvg(
  foldings: readonly ExploredFolding[],
  of: { readonly model: string; readonly part: string },
): Promise<string> {
  if (foldings.length === 0) throw new RangeError("exploreSvg: foldings must not be empty");
  const svg = explorePlot(await loadPlotter(), { ...of, foldings });
  return `${svg.replace(/^<svg[^>]*>/, (tag) => `${tag}<style>${style}</style>`)}\n`;
}

const style =
  "svg{background:#fff;color:#1f2328;font:11px system-ui,sans-serif}@media (prefers-color-scheme:dark){svg{background:#0d1117;color:#e6edf3}}";

/** Foldings as CSV, a line each, with the intervals of what they take. */
export function exploreCsv(foldings: readonly ExploredFolding[]): string {
  const names = [
    ...["frames_per_second", "lut", "lut_low", "lut_high", "bram", "area_um2"],
    ...["energy_pj", "energy_pj_low", "energy_pj_high", "fits", "folding"],
  ];
  const lines = foldings.map(({ framesPerSecond, lut, bram, areaUm2, energyPj, fits, folding }) => {
    const numbers = [
      ...[framesPerSecond.value, lut.value, lut.low, lut.high, bram.value, areaUm2.value],
      ...[energyPj.value, energyPj.low, energyPj.high],
    ].map((value) => String(Number(value.toPrecision(6))));
    return [...numbers, fits, quoted(JSON.stringify(folding))].join(",");
  });
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
