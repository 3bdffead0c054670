export {
  bipolarValue,
  type DenseMatrix,
  denseDot,
  denseMatrix,
  denseMatrixPair,
  multiBitValue,
  ternaryValue,
  unipolarValue,
} from "./dense-matrices.ts";
export { interfaceTexts } from "./interface-texts.ts";
export { createRandom, type Random, randomFromState } from "./random.ts";
export { arrayOf, exactReal, finiteFloat32, finiteFloat32Array } from "./real-arrays.ts";
export { boundarySizes, columnCount, distinctPrimes } from "./sizes.ts";
