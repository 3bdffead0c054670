import type { Margin } from "@bnnkit/core";
import type { ResolvedPool } from "../convolution-shape.ts";

/** size, strides, padding above and to the left, outHeight, outWidth */
export function windowWords({
  size: window,
  strides,
  padding,
  outHeight,
  outWidth,
}: ResolvedPool): number[] {
  return [...window, ...strides, ...corner(padding), outHeight, outWidth];
}

/** Above and to the left. */
export function corner({ top, left }: Margin): [number, number] {
  return [top, left];
}
