/** A dot that is to have a label, in pixels. */
export interface LabelledDot {
  readonly x: number;
  readonly y: number;
  /** Of the label. */
  readonly width: number;
}

/** Where a label begins or ends, at half its height. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
}

export interface LabelSpace {
  /** Width of the picture. */
  readonly right: number;
  readonly bottom: number;
  /** Of a label. */
  readonly height: number;
  /** Between a dot and its label. */
  readonly gap: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Rows above and below a dot in which its label is tried. */
const mostRows = 12;

/** Puts each label beside its dot, or as few rows above or below as it takes to lie on no dot and no other label.
 *  @returns places in the order of the dots */
export function placeLabels(
  dots: readonly LabelledDot[],
  space: LabelSpace,
): readonly LabelPlace[] {
  const taken: Box[] = dots.map(({ x, y }) => ({
    ...{ left: x - space.gap / 2, right: x + space.gap / 2 },
    ...{ top: y - space.gap / 2, bottom: y + space.gap / 2 },
  }));
  return dots.map((dot) => {
    const candidates = candidatesOf(dot, space);
    const [beside] = candidates;
    const place = candidates.find((candidate) => {
      const box = boxOf(candidate, dot.width, space.height);
      return isWithin(box, space) && !taken.some((other) => overlap(box, other));
    });
    taken.push(boxOf(place ?? beside, dot.width, space.height));
    return place ?? beside;
  });
}

/** Nearest first: right before left, above before below. */
function candidatesOf(
  { x, y }: LabelledDot,
  { height, gap }: LabelSpace,
): readonly [LabelPlace, ...LabelPlace[]] {
  const row = (offset: number): readonly [LabelPlace, LabelPlace] => [
    { x: x + gap, y: y + offset * height, anchor: "start" },
    { x: x - gap, y: y + offset * height, anchor: "end" },
  ];
  const rows = Array.from({ length: mostRows }, (_, i) => [...row(-(i + 1)), ...row(i + 1)]);
  return [...row(0), ...rows.flat()];
}

function boxOf({ x, y, anchor }: LabelPlace, width: number, height: number): Box {
  const left = anchor === "start" ? x : x - width;
  return { left, right: left + width, top: y - height / 2, bottom: y + height / 2 };
}

function isWithin({ left, right, top, bottom }: Box, space: LabelSpace): boolean {
  return left >= 0 && right <= space.right && top >= 0 && bottom <= space.bottom;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
