import { wordsPerRow } from "@bnnkit/core";

/** Addresses of look-up tables that stay in a first-level cache beside the weights. */
const PAIR_BLOCK_BYTES = 2 ** 15;
const LARGEST_PAIR_BLOCK = 64;
/** Channels spread at a time, a byte for each nibble of each. */
const PANEL_COLUMNS = 64;

/** Bytes of scratch `gemmInt8` needs: eight rows of activations widened to int16, padded to whole blocks of 16. */
export function gemmInt8ScratchBytes(inFeatures: number): number {
  return 8 * 16 * Math.ceil(inFeatures / 16) * 2;
}

/** Bytes of scratch `attention` needs: a weight and a byte offset per key, padded to whole vectors. */
export function attentionScratchBytes(maximumKeys: number): number {
  return 2 * 16 * Math.ceil(maximumKeys / 4);
}

/** Bytes of scratch `bitAttention` needs: four words per key, padded to whole vectors. */
export function bitAttentionScratchBytes(maximumKeys: number): number {
  return 4 * 16 * Math.ceil(maximumKeys / 4);
}

/** Bytes of scratch `setBitGemm` needs: sixteen transposed rows. */
export function setBitGemmScratchBytes(inFeatures: number): number {
  return 64 * inFeatures;
}

/** How many pairs of rows `bgemm` looks up with one spread of the weights, and the bytes of scratch that takes. */
export function bgemmScratch(inFeatures: number): {
  readonly pairs: number;
  readonly byteLength: number;
} {
  return pairScratch(4 * wordsPerRow(inFeatures));
}

/** The same for rows of `rowBytes`. */
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
  return { pairs, byteLength: 16 * Math.ceil((pairs * offsetBytes) / 16) + groups * PANEL_COLUMNS };
}
