// Which taps of a patch lie inside the map, as one word: a byte each for the first row, the end of the rows, the first
// column and the end of the columns.

/** All of them. */
export const ALL_INSIDE: i32 = -1;

// @ts-ignore: decorator
@inline
export function tapRange(firstRow: i32, endRow: i32, firstColumn: i32, endColumn: i32): i32 {
  return firstRow | (endRow << 8) | (firstColumn << 16) | (endColumn << 24);
}

// @ts-ignore: decorator
@inline
export function firstRow(range: i32): i32 {
  return range & 255;
}

// @ts-ignore: decorator
@inline
export function endRow(range: i32): i32 {
  return (range >> 8) & 255;
}

// @ts-ignore: decorator
@inline
export function firstColumn(range: i32): i32 {
  return (range >> 16) & 255;
}

// @ts-ignore: decorator
@inline
export function endColumn(range: i32): i32 {
  return range >>> 24;
}
