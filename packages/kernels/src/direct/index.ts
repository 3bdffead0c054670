/**
 * Single products without an arena of one’s own: each call packs its operands, runs one operation and returns the result.
 *
 * @module @bnnkit/kernels/direct
 */

export { bconv2d, bconv2dSign, bmaxPool2d, type SignOptions } from "./bconv2d.ts";
export { bgemm, bgemv } from "./bgemm.ts";
export { packedGemmFloat32, packedGemmInt8 } from "./packed-gemm.ts";
export { type AffineCode, affineGemm, planeGemm } from "./plane-gemm.ts";
export {
  type ScaledSigns,
  type SignAndPackInt8Options,
  type SignAndPackOptions,
  type SignAndPackTokenMaximumOptions,
  signAndPack,
  signAndPackInt8,
  signAndPackTokenMaximum,
} from "./sign-and-pack.ts";
