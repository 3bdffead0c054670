/** Bytes of scratch `gemmInt8` needs: eight rows of activations widened to int16, padded to whole 16-byte vectors. */
export function gemmInt8ScratchBytes(inFeatures: number): number {
  return 8 * 16 * Math.ceil(inFeatures / 16) * 2;
}
