import type { Cell, LayerNorm, Offset } from "./operands.ts";

/** `bits[r,k] = x[r,k] < thresholds[k]` of int8; without `thresholds` the plain sign, x < 0. */
export interface SignPackInt8 {
  /** int8 [rows, features] */
  readonly x: Offset;
  /** int8 [features] */
  readonly thresholds?: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
}

/**
 * `signPackTokenMaximum` of `layerNorm(x)`, with the same bits and scales as the two in turn. The normalized values
 * are never stored. `rowScales` cover a whole row, however many slices it is normalized in.
 */
export interface LayerNormSignPackTokenMaximum extends Omit<LayerNorm, "addend" | "out"> {
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
}

/** `signPackShift` of `layerNorm(x)`, with the same bits as the two in turn. The normalized values are never stored. */
export interface LayerNormSignPackShift extends Omit<LayerNorm, "addend" | "out"> {
  /** float32 [features], of the whole row; absent: the plain sign. */
  readonly shift?: Offset;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
}
