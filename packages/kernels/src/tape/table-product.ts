import { bipolar, checkIntegerBetween, type PlaneCode, planeCodeOf } from "@bnnkit/core";
import { bytes, type Cell, type Offset, size, words } from "./operand.ts";
import { lastRow, rowPairs, type SimdKernel } from "./simd-kernel.ts";
import { ofProduct, type Split } from "./split.ts";
import {
  FLOAT32_TABLE_BLOCK_BYTES,
  FLOAT32_TRAILER_BYTES,
  INT8_TABLE_BLOCK_BYTES,
  INT8_TRAILER_BYTES,
  MAXIMUM_WEIGHT_PLANES,
  TABLE_BLOCK,
} from "./tables.ts";

/** What every product by table look-up reads. */
export interface TableProduct {
  /** What `tabulateInt8` or `tabulateFloat32` wrote. */
  readonly tables: Offset;
  /** Table lanes, see `packTableLanes`. */
  readonly weights: Offset;
  /** What the bits of the weights stand for: integers, one to four planes. Default ±1. */
  readonly code?: PlaneCode;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

// With more, sums of products of int8 and four-bit weights leave the int32.
const MAXIMUM_FEATURES = 2 ** 20;
// Of a four-bit plane.
const MAXIMUM_PLANE_WEIGHT = 8;
const BIPOLAR: PlaneCode = planeCodeOf(bipolar);

/**
 * Bytes that `tabulateInt8` writes for a row: 8 for each activation, padded to a multiple of 32, and a trailer of 16.
 *
 * @throws RangeError unless features is an integer in 1 … 2²⁰.
 */
export function int8TableBytes(features: number): number {
  return tableBlocks("int8TableBytes", features) * INT8_TABLE_BLOCK_BYTES + INT8_TRAILER_BYTES;
}

/**
 * Bytes that `tabulateFloat32` writes for a row: 16 for each activation, padded to a multiple of 32, and a trailer of 32.
 *
 * @throws RangeError unless features is an integer in 1 … 2²⁰.
 */
export function float32TableBytes(features: number): number {
  return (
    tableBlocks("float32TableBytes", features) * FLOAT32_TABLE_BLOCK_BYTES + FLOAT32_TRAILER_BYTES
  );
}

/** tables, weights, rows, outFeatures, blocks, planes, code offset, four plane weights */
export function tableProductWords(where: string, o: TableProduct): number[] {
  const { offset, weights } = o.code ?? BIPOLAR;
  checkIntegerBetween(where, "number of code.weights", weights.length, 1, MAXIMUM_WEIGHT_PLANES);
  const largest = MAXIMUM_PLANE_WEIGHT;
  checkIntegerBetween(where, "code.offset", offset, -largest, largest);
  for (const [p, weight] of weights.entries()) {
    checkIntegerBetween(where, `code.weights[${p}]`, weight, -largest, largest);
  }
  return [
    words(where, "tables", o.tables),
    bytes(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    tableBlocks(where, o.inFeatures),
    weights.length,
    offset,
    ...weights,
    ...new Array<number>(MAXIMUM_WEIGHT_PLANES - weights.length).fill(0),
  ];
}

/** Blocks of activations that have eight tables each. */
export function tableBlocks(where: string, features: number): number {
  checkIntegerBetween(where, "features", features, 1, MAXIMUM_FEATURES);
  return Math.ceil(features / TABLE_BLOCK);
}

/** Vector operations of a block of one plane. */
export const INT8_STEPS = 2;
export const FLOAT32_STEPS = 4;

export function tableSplit(o: TableProduct, stepsOfBlock: number): Split {
  const planes = (o.code ?? BIPOLAR).weights.length;
  return ofProduct(o, Math.ceil(o.inFeatures / TABLE_BLOCK) * planes * stepsOfBlock);
}

export const tableKernels: readonly SimdKernel[] = [
  { tile: [2, 16], when: rowPairs, looksUp: true },
  { tile: [1, 16], when: lastRow, looksUp: true },
];
