/** A dot that may have its name beside it, in pixels. */
export interface PlacedDot {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Where a name stands, from its dot. */
export interface NamePlace<Dot> {
  readonly dot: Dot;
  readonly dx: number;
  readonly dy: number;
  readonly anchor: "start" | "end";
}

/** A rectangle in pixels, from the left and the top of the picture. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of text of 10 pixels, at most for a usual name in a usual typeface. */
const pixelsOfCharacter = 6.2;
const [textHeight, dotRadius] = [12, 4.5];

/** The best one first: where the line that rises to the right leaves room. */
const places = [
  { dx: 4, dy: -12, anchor: "end" },
  { dx: -8, dy: 0, anchor: "end" },
  { dx: -4, dy: -12, anchor: "start" },
  { dx: 8, dy: 0, anchor: "start" },
  { dx: 4, dy: 12, anchor: "end" },
  { dx: -4, dy: 12, anchor: "start" },
] as const;

/** The names that have room beside their dots: on no dot, on no other name, within the area. The first ones take it first. */
export function namesWithRoom<Dot extends PlacedDot>(
  named: readonly Dot[],
  dots: readonly Pick<PlacedDot, "x" | "y">[],
  area: Box,
): readonly NamePlace<Dot>[] {
  const taken: Box[] = dots.map(({ x, y }) => around(x, y, dotRadius, dotRadius));
  return named.flatMap((dot) => {
    const place = places.find((one) => {
      const box = boxOf(dot, one);
      return isWithin(box, area) && !taken.some((other) => overlap(box, other));
    });
    if (place === undefined) return [];
    taken.push(boxOf(dot, place));
    return [{ dot, ...place }];
  });
}

function boxOf({ name, x, y }: PlacedDot, { dx, dy, anchor }: (typeof places)[number]): Box {
  const half = (pixelsOfCharacter * name.length) / 2;
  return around(x + dx + (anchor === "start" ? half : -half), y + dy, half, textHeight / 2);
}

function around(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function isWithin(box: Box, area: Box): boolean {
  return (
    box.left >= area.left &&
    box.right <= area.right &&
    box.top >= area.top &&
    box.bottom <= area.bottom
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
