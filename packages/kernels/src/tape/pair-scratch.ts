import { PANEL_COLUMNS } from "./layout.ts";

/** Addresses of look-up tables that stay in a first-level cache beside the weights. */
const PAIR_BLOCK_BYTES = 2 ** 15;
const LARGEST_PAIR_BLOCK = 64;

/** How many pairs of rows of `rowBytes` are looked up with one spread of the weights, and the bytes of scratch that takes. */
export function pairScratch(rowBytes: number): {
  readonly pairs: number;
  readonly byteLength: number;
} {
  const groups = 3 * Math.ceil((2 * rowBytes) / 3);
  const offsetBytes = 2 * groups;
  const pairs = Math.min(
    LARGEST_PAIR_BLOCK,
    Math.max(8, Math.floor(PAIR_BLOCK_BYTES / offsetBytes)),
  );
  // The channels of a panel are spread at a time, a byte for each nibble of each.
  return { pairs, byteLength: 16 * Math.ceil((pairs * offsetBytes) / 16) + groups * PANEL_COLUMNS };
}
