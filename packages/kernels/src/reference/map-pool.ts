import { type MapWindowReference, pixelsUnder } from "./patches.ts";

/** The largest number of each channel under a window, the margin left out; NaN if one is NaN. */
export function maxPool2d(operands: MapWindowReference): Float64Array {
  return pool(operands, (numbers) => Math.max(...numbers));
}

/** The mean of each channel under a window, the margin left out. */
export function meanPool2d(operands: MapWindowReference): Float64Array {
  return pool(operands, (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length);
}

function pool(
  operands: MapWindowReference,
  take: (numbers: readonly number[]) => number,
): Float64Array {
  const { map, features } = operands;
  return Float64Array.from(
    pixelsUnder(operands).flatMap((pixels) => {
      const seen = pixels.filter((pixel) => pixel >= 0);
      return Array.from({ length: features }, (_, c) =>
        take(seen.map((pixel) => map[pixel * features + c])),
      );
    }),
  );
}
