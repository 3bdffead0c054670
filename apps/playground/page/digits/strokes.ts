export type Point = readonly [x: number, y: number];

/** Lines of a pen, each through its points; x to the right, y down, in any unit. */
export type Strokes = readonly (readonly Point[])[];

/** Strokes with each point moved. */
export function mapPoints(strokes: Strokes, map: (point: Point) => Point): Strokes {
  return strokes.map((stroke) => stroke.map(map));
}

/** Part of an ellipse as a stroke: from one angle to another in degrees, 0 to the right, 90 down. */
export function arc(
  [x, y]: Point,
  [radiusX, radiusY]: Point,
  [from, to]: readonly [from: number, to: number],
): readonly Point[] {
  const pieces = Math.max(2, Math.ceil(Math.abs(to - from) / 20));
  return Array.from({ length: pieces + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / pieces) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}
