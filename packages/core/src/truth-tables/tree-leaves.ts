import type { NextWord } from "../seeded-words.ts";
import { randomConnections } from "./random-connections.ts";

/** Trees of gates that see a square of an image, as the kernels of a convolution do. */
export interface TreeSizes {
  readonly kernels: number;
  /** Side of the square. */
  readonly size: number;
  /** Levels of gates. */
  readonly depth: number;
  readonly channels: number;
}

/** A place of the square. */
export interface TreeLeaf {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** Draws what the leaves of all trees see, as evenly as there is enough: `inputsPerGate ** depth` of each kernel, one after the other. */
export function drawTreeLeaves(
  { kernels, size, depth, channels }: TreeSizes,
  inputsPerGate: number,
  next: NextWord,
): readonly TreeLeaf[] {
  const gates = kernels * inputsPerGate ** (depth - 1);
  const places = randomConnections(size * size * channels, gates, inputsPerGate, next);
  return Array.from(places, (place) => ({
    channel: Math.floor(place / size / size),
    row: Math.floor(place / size) % size,
    column: place % size,
  }));
}
