import { type Extent, slide, type Window } from "@bnnkit/core";
import type { Domain } from "../value-type.ts";

/** For each place of a window the pixel under each tap, line by line; −1 outside the map. */
export function tapsOf(domain: Domain, window: Window): readonly (readonly number[])[] {
  if (domain.kind !== "map") throw new RangeError("evaluateGraph: a window slides over a map");
  const extent: Extent = [domain.height, domain.width];
  const [rows, columns] = slide("evaluateGraph", extent, window);
  const { size, strides, dilations, padding } = window;
  return Array.from({ length: rows * columns }, (_, place) => {
    const top = Math.floor(place / columns) * strides[0] - padding.top;
    const left = (place % columns) * strides[1] - padding.left;
    return Array.from({ length: size[0] * size[1] }, (_, tap) => {
      const y = top + Math.floor(tap / size[1]) * dilations[0];
      const x = left + (tap % size[1]) * dilations[1];
      const isInside = y >= 0 && y < domain.height && x >= 0 && x < domain.width;
      return isInside ? y * domain.width + x : -1;
    });
  });
}
