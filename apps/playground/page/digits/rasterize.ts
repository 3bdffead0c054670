import type { Point, Strokes } from "./strokes.ts";

/** The share of the image that a digit fills, as in MNIST: 20 of 28 pixels. */
const filled = 20 / 28;

/** A square image of strokes, one byte a pixel, bright lines on black, line by line.
 *
 *  The strokes are moved to the middle and scaled so that the longer side of what they cover fills 20/28 of the image.
 *  @param size  pixels of a side
 *  @param thickness  of a line, as a share of the side */
export function rasterize(
  strokes: Strokes,
  size: number,
  thickness = 0.085,
): Uint8Array<ArrayBuffer> {
  const segments = placed(strokes, size).flatMap(segmentsOf);
  const pixels = new Uint8Array(size * size);
  const radius = Math.max(0.6, (thickness * size) / 2);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (const segment of segments)
        nearest = Math.min(nearest, distanceTo(segment, x + 0.5, y + 0.5));
      pixels[y * size + x] = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - nearest)));
    }
  }
  return pixels;
}

/** Strokes in pixels of the image. */
function placed(strokes: Strokes, size: number): Strokes {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = (filled * size) / Math.max(right - left, bottom - top, Number.MIN_VALUE);
  // A dot has no size to be scaled.
  const factor = Number.isFinite(scale) ? scale : 1;
  return strokes.map((stroke) =>
    stroke.map(
      ([x, y]): Point => [
        size / 2 + (x - (left + right) / 2) * factor,
        size / 2 + (y - (top + bottom) / 2) * factor,
      ],
    ),
  );
}

type Segment = readonly [from: Point, to: Point];

function segmentsOf(stroke: readonly Point[]): Segment[] {
  return stroke
    .map((point, i): Segment => [stroke[i - 1] ?? point, point])
    .slice(stroke.length > 1 ? 1 : 0);
}

function distanceTo([[x1, y1], [x2, y2]]: Segment, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}
