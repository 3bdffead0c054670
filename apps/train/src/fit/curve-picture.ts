import type { LossRow, ValidationRow } from "./curve.ts";

const width = 960;
const height = 540;
const margin = { left: 64, right: 24, top: 40, bottom: 48 };
const colours = ["#1f6feb", "#d1242f", "#1a7f37", "#8250df", "#bf8700"];

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The loss curve as an SVG picture: training loss (means over equal runs of steps) and each held-out file's loss,
 *  over the training step. A vertical line marks the start of binarization.
 *  @param binarizeAt  undefined: nothing is binarized */
export function drawLossCurve(
  losses: readonly LossRow[],
  validations: readonly ValidationRow[],
  binarizeAt: number | undefined,
): string {
  const lines = linesOf(losses, validations).filter(({ points }) => points.length > 0);
  const points = lines.flatMap((line) => line.points);
  const xs = range(points.map(([x]) => x));
  const ys = range(points.map(([, y]) => y));
  const place = (x: number, y: number): string => {
    const right = margin.left + fraction(x, xs) * (width - margin.left - margin.right);
    const down = height - margin.bottom - fraction(y, ys) * (height - margin.top - margin.bottom);
    return `${right.toFixed(1)},${down.toFixed(1)}`;
  };
  const polylines = lines.map(
    ({ colour, points: line }) =>
      `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${line.map(([x, y]) => place(x, y)).join(" ")}"/>`,
  );
  const legend = lines.map(
    ({ name, colour }, i) =>
      `<text x="${width - margin.right}" y="${margin.top + 18 * i}" text-anchor="end" fill="${colour}">${escapeXml(name)}</text>`,
  );
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const x = xs.least + share * (xs.most - xs.least);
    const y = ys.least + share * (ys.most - ys.least);
    const [right] = place(x, ys.least).split(",");
    const [, down] = place(xs.least, y).split(",");
    return [
      `<text x="${right}" y="${height - margin.bottom + 20}" text-anchor="middle">${Math.round(x)}</text>`,
      `<text x="${margin.left - 8}" y="${down}" text-anchor="end" dominant-baseline="middle">${y.toFixed(2)}</text>`,
      `<path stroke="#d0d7de" d="M${margin.left} ${down}H${width - margin.right}"/>`,
    ];
  });
  const marked = binarizeAt !== undefined && binarizeAt > xs.least && binarizeAt < xs.most;
  const [mark] = place(binarizeAt ?? 0, ys.least).split(",");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${margin.left}" y="24">loss in nats per target token, by training step</text>`,
    ...grid,
    ...(marked
      ? [
          `<path stroke="#57606a" stroke-dasharray="4 4" d="M${mark} ${margin.top}V${height - margin.bottom}"/>`,
          `<text x="${mark}" y="${margin.top - 4}" text-anchor="middle" fill="#57606a">binarized from here</text>`,
        ]
      : []),
    ...polylines,
    ...legend,
    "</svg>\n",
  ].join("\n");
}

function linesOf(losses: readonly LossRow[], validations: readonly ValidationRow[]): Line[] {
  const names = [...new Set(validations.map(({ name }) => name))];
  return [
    { name: "training", colour: "#8c959f", points: meanPoints(losses, 300) },
    ...names.map((name, i) => ({
      name,
      colour: colours[i % colours.length],
      points: validations
        .filter((row) => row.name === name && Number.isFinite(row.loss))
        .map(({ step, loss }) => [step, loss] as const),
    })),
  ];
}

function meanPoints(losses: readonly LossRow[], most: number): (readonly [number, number])[] {
  const run = Math.max(1, Math.ceil(losses.length / most));
  const points: (readonly [number, number])[] = [];
  for (let from = 0; from < losses.length; from += run) {
    const part = losses.slice(from, from + run);
    const mean = part.reduce((sum, { loss }) => sum + loss, 0) / part.length;
    if (Number.isFinite(mean)) points.push([part[part.length - 1].step, mean]);
  }
  return points;
}

function range(values: readonly number[]): { readonly least: number; readonly most: number } {
  if (values.length === 0) return { least: 0, most: 1 };
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  return { least, most: most > least ? most : least + 1 };
}

function fraction(value: number, { least, most }: { least: number; most: number }): number {
  return (value - least) / (most - least);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
