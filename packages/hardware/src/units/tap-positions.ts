import { type Extent, slide, type Window } from "@bnnkit/core";

/** For each place of a window along an axis (0 rows, 1 columns) and tap the line of the map, −1 outside of it. */
export function tapPositions(map: Extent, window: Window, axis: 0 | 1): number[][] {
  const places = slide("tapPositions", map, window)[axis];
  const { size, strides, dilations, padding } = window;
  const before = axis === 0 ? padding.top : padding.left;
  return Array.from({ length: places }, (_, place) =>
    Array.from({ length: size[axis] }, (_, tap) => {
      const line = place * strides[axis] - before + tap * dilations[axis];
      return line < 0 || line >= map[axis] ? -1 : line;
    }),
  );
}
