import { checkLength, checkPositiveInteger } from "@bnnkit/core";

/**
 * Reorders float weight rows into `lanes[⌊n/4⌋][k][n mod 4]`, rows padded with zeros to a multiple of 4.
 *
 * @param weights  outFeatures × inFeatures, row-major.
 * @returns  4·⌈outFeatures/4⌉·inFeatures values, the `weights` of `gemmFloat32`.
 */
export function packFloatLanes(
  weights: Float32Array,
  outFeatures: number,
  inFeatures: number,
): Float32Array<ArrayBuffer> {
  checkPositiveInteger("packFloatLanes", "outFeatures", outFeatures);
  checkPositiveInteger("packFloatLanes", "inFeatures", inFeatures);
  checkLength("packFloatLanes", "weights", weights.length, outFeatures * inFeatures);
  const lanes = new Float32Array(4 * Math.ceil(outFeatures / 4) * inFeatures);
  for (let n = 0; n < outFeatures; n++) {
    const group = (n >>> 2) * inFeatures;
    for (let k = 0; k < inFeatures; k++) {
      lanes[4 * (group + k) + (n & 3)] = weights[n * inFeatures + k];
    }
  }
  return lanes;
}
