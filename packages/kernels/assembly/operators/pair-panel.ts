import { bgemmRowPair } from "../choice";
import { writeNibbles } from "../look-up/nibbles";
import { SUMS } from "../sums";

/**
 * Spreads a panel of up to 64 channels of byte lanes into the nibbles that {@link lookUpPair} reads, in tiles of `tile`
 * vectors of 16 channels.
 */
export function spreadPanel(
  lanes: usize,
  bytes: i32,
  vectors: i32,
  tile: i32,
  nibbles: usize,
  groups: i32,
): void {
  for (let v = 0; v < vectors; v += tile) {
    const w = lanes + ((<usize>(v * bytes)) << 4);
    writeNibbles(w, bytes, min(vectors - v, tile), tile, tileAt(nibbles, v, groups), groups);
  }
}

/** Popcounts of a pair of rows, given by the offsets of their tables, with a panel of channels. */
// @ts-ignore: decorator
@inline
export function lookUpPair(
  offsets: usize,
  nibbles: usize,
  vectors: i32,
  tile: i32,
  groups: i32,
): void {
  for (let v = 0; v < vectors; v += tile) {
    bgemmRowPair(tile, offsets, tileAt(nibbles, v, groups), groups, SUMS + (<usize>v << 6));
  }
}

// @ts-ignore: decorator
@inline
function tileAt(nibbles: usize, vector: i32, groups: i32): usize {
  return nibbles + ((<usize>(vector * groups)) << 4);
}
