import * as Plot from "@observablehq/plot";
import { variantOf } from "../image/image-result.ts";
import { type NetworkName, networkNames } from "../image/network.ts";
import { presetsOfNetwork } from "../image/presets-of-network.ts";
import { placeLabels } from "../picture/place-labels.ts";
import { seriesColours, standaloneSvg } from "../picture/standalone-svg.ts";
import { groupResults, type ResultGroup, type SystemResult } from "./system-result.ts";

const width = 960;
const height = 600;
const margin = { left: 56, right: 24, top: 36, bottom: 44 };
const fontSize = 11;
const pixelsOfCharacter = 5.9;
const labelHeight = 12;
const gap = 7;

/** A dot and its label. */
interface Point {
  readonly name: string;
  readonly colour: string;
  readonly bytes: number;
  readonly percent: number;
}

/** A picture of results in SVG: test accuracy over the bytes of the packed file, a dot for each system, preset and network. */
export function drawAccuracyOverSize(results: readonly SystemResult[]): string {
  const points = groupResults(results).map(pointOf);
  const x: Plot.ScaleOptions = {
    ...{ type: "log", domain: bytesOf(points), range: [margin.left, width - margin.right] },
    ...{ label: "packed file, bytes", ticks: 6 },
  };
  const y: Plot.ScaleOptions = {
    ...{ type: "linear", domain: percentsOf(points), range: [height - margin.bottom, margin.top] },
    ...{ label: "test accuracy, %", grid: true, ticks: 8 },
  };
  const labels = labelsOf(points, Plot.scale({ x }), Plot.scale({ y }));
  const shown = networkNames.filter((name) => results.some(({ network }) => network === name));
  return standaloneSvg("Test accuracy over bytes of the packed file", (document) =>
    Plot.plot({
      ...{ document, width, height, x, y, style: { fontSize: `${fontSize}px` } },
      ...{ marginLeft: margin.left, marginRight: margin.right },
      ...{ marginTop: margin.top, marginBottom: margin.bottom },
      marks: [
        ...labels.flatMap(({ leader }) => leader),
        Plot.dot(points, { x: "bytes", y: "percent", r: 3.5, fill: (point) => point.colour }),
        ...labels.map(({ text }) => text),
        ...shown.map((network, i) =>
          Plot.text([`● ${network}`], {
            ...{ frameAnchor: "top-right", dx: -60 * i, dy: -22, fontWeight: "bold" },
            fill: colourOf(network),
          }),
        ),
      ],
    }),
  );
}

function pointOf({ first, accuracy }: ResultGroup): Point {
  const { system, network, modelBytes } = first;
  const variant = variantOf(first);
  const isUsual = variant === presetsOfNetwork(network, system)[0];
  return {
    name: isUsual ? system : `${system} ${variant}`,
    colour: colourOf(network),
    bytes: modelBytes,
    percent: 100 * accuracy,
  };
}

function colourOf(network: NetworkName): string {
  return seriesColours[networkNames.indexOf(network)];
}

/** From below the smallest file to above the largest. */
function bytesOf(points: readonly Point[]): [number, number] {
  const bytes = points.map((point) => point.bytes);
  return [Math.min(...bytes) / 1.2, Math.max(...bytes) * 1.2];
}

/** Whole percents around all accuracies. */
function percentsOf(points: readonly Point[]): [number, number] {
  const percents = points.map(({ percent }) => percent);
  return [Math.floor(Math.min(...percents)), Math.ceil(Math.max(...percents) + 0.2)];
}

/** The name of each point, and a line to it where it stands a row or more away. */
function labelsOf(
  points: readonly Point[],
  x: Plot.Scale,
  y: Plot.Scale,
): readonly { readonly text: Plot.Markish; readonly leader: readonly Plot.Markish[] }[] {
  const dots = points.map(({ bytes, percent, name }) => ({
    ...{ x: x.apply(bytes), y: y.apply(percent) },
    width: pixelsOfCharacter * name.length,
  }));
  const space = { right: width, bottom: height - margin.bottom, height: labelHeight, gap };
  return placeLabels(dots, space).map((place, i) => {
    const [point, dot] = [points[i], dots[i]];
    const text = Plot.text([point], {
      ...{ x: "bytes", y: "percent", text: "name", fill: point.colour },
      ...{ dx: place.x - dot.x, dy: place.y - dot.y, textAnchor: place.anchor },
    });
    if (place.y === dot.y) return { text, leader: [] };
    const line = [
      [point.bytes, point.percent] as const,
      [x.invert?.(place.x), y.invert?.(place.y)],
    ];
    return { text, leader: [Plot.line(line, { stroke: point.colour, strokeOpacity: 0.4 })] };
  });
}
