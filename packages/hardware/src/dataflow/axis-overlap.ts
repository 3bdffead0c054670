import type { ResolvedAxis } from "./loop-layer.ts";
import type { Piece } from "./pieces.ts";

/** Where a position meets a kernel element: the input of an output, or the output of an input; undefined on a margin or between strides. */
export function partnerOf(
  axis: ResolvedAxis,
  positions: "output" | "input",
  position: number,
  k: number,
): number | undefined {
  const { input, output, stride, dilation, before } = axis;
  if (positions === "output") {
    const at = position * stride + k * dilation - before;
    return at >= 0 && at < input ? at : undefined;
  }
  const at = (position + before - k * dilation) / stride;
  return Number.isInteger(at) && at >= 0 && at < output ? at : undefined;
}

/** How many distinct partners a stretch of positions has with a stretch of a kernel. */
export function partnersOf(
  axis: ResolvedAxis,
  positions: "output" | "input",
  position: Piece,
  kernel: Piece,
): number {
  const partners = new Set<number>();
  for (let p = position.start; p < position.start + position.size; p++) {
    for (let k = kernel.start; k < kernel.start + kernel.size; k++) {
      const partner = partnerOf(axis, positions, p, k);
      if (partner !== undefined) partners.add(partner);
    }
  }
  return partners.size;
}
