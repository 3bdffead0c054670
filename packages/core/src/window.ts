import { checkIntegerBetween } from "./checks.ts";

/** Rows and columns. */
export type Extent = readonly [height: number, width: number];

/** Rows and columns around a map. */
export interface Margin {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What surrounds a map. */
export interface Padding extends Margin {
  /** A value of the map: 0, ±1 or, of codes of pixels, any. A pool leaves the margin out instead. */
  readonly value: number;
}

/** A window that slides over a map. */
export interface Window {
  readonly size: Extent;
  readonly strides: Extent;
  /** Pixels from one tap to the next. */
  readonly dilations: Extent;
  readonly padding: Padding;
}

const largest = 2 ** 31 - 1;

/**
 * The places of a window on a map: `⌊(H + top + bottom − dilation·(size − 1) − 1)/stride⌋ + 1` rows, columns likewise.
 *
 * @param where  Who asks, as error messages name it.
 * @throws RangeError for a size, stride or dilation that is no positive integer, a margin below 0, and a window larger than
 *   the padded map.
 */
export function slide(where: string, [height, width]: Extent, window: Window): Extent {
  const { size, strides, dilations, padding } = window;
  checkExtent(where, "size", size);
  checkExtent(where, "strides", strides);
  checkExtent(where, "dilations", dilations);
  for (const side of ["top", "bottom", "left", "right"] as const) {
    checkIntegerBetween(where, `padding.${side}`, padding[side], 0, largest);
  }
  const paddedHeight = height + padding.top + padding.bottom;
  const paddedWidth = width + padding.left + padding.right;
  const coveredHeight = covered(size, dilations, 0);
  const coveredWidth = covered(size, dilations, 1);
  if (coveredHeight > paddedHeight || coveredWidth > paddedWidth) {
    throw new RangeError(
      `${where}: the window (${coveredHeight}×${coveredWidth}) must fit into the padded map (${paddedHeight}×${paddedWidth})`,
    );
  }
  return [
    Math.floor((paddedHeight - coveredHeight) / strides[0]) + 1,
    Math.floor((paddedWidth - coveredWidth) / strides[1]) + 1,
  ];
}

/**
 * The margin after which ⌈H/stride⌉ rows and ⌈W/stride⌉ columns come out; what does not divide by two goes below and to the
 * right.
 *
 * @throws RangeError for a size, stride or dilation that is no positive integer.
 */
export function sameMargin(map: Extent, window: Omit<Window, "padding">): Margin {
  const { size, strides, dilations } = window;
  checkExtent("sameMargin", "map", map);
  checkExtent("sameMargin", "size", size);
  checkExtent("sameMargin", "strides", strides);
  checkExtent("sameMargin", "dilations", dilations);
  const missing = (axis: 0 | 1): number => {
    const from = (Math.ceil(map[axis] / strides[axis]) - 1) * strides[axis];
    return Math.max(0, from + covered(size, dilations, axis) - map[axis]);
  };
  const [rows, columns] = [missing(0), missing(1)];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return { top, bottom: rows - top, left, right: columns - left };
}

/** Rows or columns from the first tap to the last. */
function covered(size: Extent, dilations: Extent, axis: 0 | 1): number {
  return dilations[axis] * (size[axis] - 1) + 1;
}

/** Throws a RangeError unless both sides are integers in 1 … `most`. */
export function checkExtent(
  where: string,
  name: string,
  extent: Extent,
  most: number = largest,
): void {
  checkIntegerBetween(where, `${name}[0]`, extent[0], 1, most);
  checkIntegerBetween(where, `${name}[1]`, extent[1], 1, most);
}
