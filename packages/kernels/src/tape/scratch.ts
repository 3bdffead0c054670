/** Bytes of scratch `gemmInt8` needs: eight rows of activations widened to int16, padded to whole blocks of 16. */
export function gemmInt8ScratchBytes(inFeatures: number): number {
  return 8 * 16 * Math.ceil(inFeatures / 16) * 2;
}

/** Bytes of scratch `attention` needs: a weight and a byte offset per key, padded to whole vectors. */
export function attentionScratchBytes(maximumKeys: number): number {
  return 2 * 16 * Math.ceil(maximumKeys / 4);
}
