import * as Plot from "@observablehq/plot";
import { seriesColours, standaloneSvg } from "../apps/train/src/picture/standalone-svg.ts";
import type { SystemResult } from "../apps/train/src/systems/system-result.ts";

/** Accuracy of one run of HBNN. */
interface SeedDot {
  readonly bits: number;
  readonly seed: number;
  readonly percent: number;
}

/** All runs of HBNN with a number of bits for each weight on average. */
interface BitsMean {
  readonly bits: number;
  readonly percent: number;
  readonly least: number;
  readonly greatest: number;
}

/** A picture in SVG of HBNN's test accuracy over the bits of a weight on average: a dot for each seed, a line from the least to the
 *  greatest where there are several, and a line through the means. Presets are named by their bits.
 *  @throws RangeError if there is no run of HBNN, or runs of several networks. */
export function drawAccuracyOverBits(results: readonly SystemResult[]): string {
  const runs = results.filter(({ system }) => system === "hbnn");
  const networks = new Set(runs.map(({ network, epochs }) => `${network}, ${epochs} epochs`));
  if (networks.size !== 1) {
    const received = [...networks].join("; ") || "none";
    throw new RangeError(`drawAccuracyOverBits: results must be of one network, got ${received}`);
  }
  const dots = dotsOf(runs);
  const means = meansOf(dots);
  const [blue, orange] = seriesColours;
  const legend = (text: string, fill: string, dx: number): Plot.Markish =>
    Plot.text([text], { frameAnchor: "top-left", dx, dy: -18, fill, fontWeight: "bold" });
  return standaloneSvg("HBNN: test accuracy over bits of a weight on average", (document) =>
    Plot.plot({
      ...{ document, width: 480, height: 300, marginTop: 32, marginLeft: 48, marginBottom: 40 },
      x: {
        ...{ domain: [0.8, 3.2], label: "bits of a weight on average", tickFormat: ".1f" },
        ticks: means.map(({ bits }) => bits),
      },
      y: { domain: percentsOf(dots), label: null, ticks: 5, grid: true },
      marks: [
        Plot.line(means, { x: "bits", y: "percent", stroke: orange, strokeWidth: 2 }),
        Plot.ruleX(means, { x: "bits", y1: "least", y2: "greatest", stroke: blue }),
        Plot.dot(dots, { x: "bits", y: "percent", fill: blue, r: 4 }),
        Plot.text(["test accuracy, %"], { frameAnchor: "top-left", dx: -44, dy: -18 }),
        legend("● one seed", blue, 70),
        legend("━ mean of the seeds", orange, 154),
      ],
    }),
  );
}

/** A dot for each seed, once, by bits. */
function dotsOf(runs: readonly SystemResult[]): readonly SeedDot[] {
  const dots = new Map<string, SeedDot>();
  for (const { preset, seed, accuracy } of runs) {
    dots.set(`${preset} ${seed}`, { bits: Number(preset), seed, percent: 100 * accuracy });
  }
  return [...dots.values()].sort((a, b) => a.bits - b.bits || a.seed - b.seed);
}

function meansOf(dots: readonly SeedDot[]): readonly BitsMean[] {
  return [...new Set(dots.map(({ bits }) => bits))].map((bits) => {
    const percents = dots.filter((dot) => dot.bits === bits).map(({ percent }) => percent);
    const percent = percents.reduce((sum, value) => sum + value, 0) / percents.length;
    return { bits, percent, least: Math.min(...percents), greatest: Math.max(...percents) };
  });
}

/** Half percents around all dots. */
function percentsOf(dots: readonly SeedDot[]): [number, number] {
  const percents = dots.map(({ percent }) => percent);
  return [Math.floor(2 * Math.min(...percents)) / 2, Math.ceil(2 * Math.max(...percents)) / 2];
}
