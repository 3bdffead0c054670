import { digitStrokes } from "./digit-strokes.ts";
import { rasterize } from "./rasterize.ts";
import { mapPoints, type Point, type Strokes } from "./strokes.ts";

/** Images of bytes, one behind the other, and the class of each. */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** A digit that somebody drew. */
export interface DrawnDigit {
  readonly strokes: Strokes;
  readonly label: number;
}

/** The digits written in code: every way of every digit. */
export const writtenDigits: readonly DrawnDigit[] = digitStrokes.flatMap((ways, label) =>
  ways.map((strokes) => ({ strokes, label })),
);

export interface DrawnSetOptions {
  readonly count: number;
  /** Pixels of a side. */
  readonly size: number;
  /** What is drawn again and again, each time a little differently. */
  readonly digits: readonly DrawnDigit[];
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}

/** Images of digits that are turned, slanted, squeezed, bent and thickened at random; labels take turns where they can. */
export function drawnSet({ count, size, digits, random }: DrawnSetOptions): ImageSet {
  const classes = [...new Set(digits.map(({ label }) => label))].map((label) =>
    digits.filter((digit) => digit.label === label),
  );
  const pixels = new Uint8Array(count * size * size);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const ways = classes[i % classes.length] ?? [];
    const way = ways[Math.floor(random() * ways.length)];
    if (way === undefined) throw new RangeError("drawnSet: digits must not be empty");
    const thickness = 0.06 + 0.06 * random();
    pixels.set(rasterize(varied(way.strokes, random), size, thickness), i * size * size);
    labels[i] = way.label;
  }
  return { count, height: size, width: size, pixels, labels };
}

/** The same strokes, written a little differently. */
export function varied(strokes: Strokes, random: () => number): Strokes {
  const between = (least: number, greatest: number): number =>
    least + (greatest - least) * random();
  const span = spanOf(strokes);
  const [angle, slant, stretch] = [between(-0.2, 0.2), between(-0.3, 0.3), between(0.75, 1.3)];
  const [phaseX, phaseY] = [between(0, 6.28), between(0, 6.28)];
  const bend = between(0, 0.05) * span;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  return mapPoints(strokes, ([x, y]): Point => {
    const bentX = x + bend * Math.sin((4 * y) / span + phaseX);
    const bentY = y + bend * Math.sin((4 * x) / span + phaseY);
    const slanted = (bentX + slant * bentY) * stretch;
    return [cosine * slanted - sine * bentY, sine * slanted + cosine * bentY];
  });
}

function spanOf(strokes: Strokes): number {
  const ys = strokes.flat().map(([, y]) => y);
  return Math.max(...ys) - Math.min(...ys) || 1;
}
