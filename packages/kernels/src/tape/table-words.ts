// The instruction words of the operations with tables.
import { bipolar, checkIntegerBetween, type PlaneCode, planeCodeOf } from "@bnnkit/core";
import { bytes, flag, optional, size, words } from "./operand-word.ts";
import type {
  TableGemm,
  TableGemmFloat32,
  TableGemmInt32,
  TabulateFloat32,
  TabulateInt8,
} from "./table-operands.ts";
import {
  FLOAT32_TABLE_BLOCK_BYTES,
  FLOAT32_TRAILER_BYTES,
  INT8_TABLE_BLOCK_BYTES,
  INT8_TRAILER_BYTES,
  MAXIMUM_WEIGHT_PLANES,
  TABLE_BLOCK,
} from "./tables.ts";

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
  return blocks("int8TableBytes", features) * INT8_TABLE_BLOCK_BYTES + INT8_TRAILER_BYTES;
}

/**
 * Bytes that `tabulateFloat32` writes for a row: 16 for each activation, padded to a multiple of 32, and a trailer of 32.
 *
 * @throws RangeError unless features is an integer in 1 … 2²⁰.
 */
export function float32TableBytes(features: number): number {
  return blocks("float32TableBytes", features) * FLOAT32_TABLE_BLOCK_BYTES + FLOAT32_TRAILER_BYTES;
}

export function tabulateInt8Words(o: TabulateInt8): number[] {
  const where = "tabulateInt8";
  return [
    bytes(where, "codes", o.codes),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    blocks(where, o.features),
    words(where, "tables", o.tables),
  ];
}

export function tabulateFloat32Words(o: TabulateFloat32): number[] {
  const where = "tabulateFloat32";
  return [
    words(where, "x", o.x),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    blocks(where, o.features),
    words(where, "tables", o.tables),
  ];
}

export function tableGemmInt32Words(o: TableGemmInt32): number[] {
  const where = "tableGemmInt32";
  return [...productWords(where, o), words(where, "out", o.out)];
}

export function tableGemmWords(o: TableGemm): number[] {
  const where = "tableGemm";
  return [...productWords(where, o), words(where, "rowScales", o.rowScales), ...output(where, o)];
}

export function tableGemmFloat32Words(o: TableGemmFloat32): number[] {
  const where = "tableGemmFloat32";
  return [...productWords(where, o), ...output(where, o)];
}

function output(where: string, o: TableGemm | TableGemmFloat32): number[] {
  return [
    words(where, "columnScales", o.columnScales),
    optional(where, "bias", o.bias),
    flag(o.relu),
    words(where, "out", o.out),
  ];
}

function productWords(where: string, o: TableGemmInt32 | TableGemm | TableGemmFloat32): number[] {
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
    blocks(where, o.inFeatures),
    weights.length,
    offset,
    ...weights,
    ...new Array<number>(MAXIMUM_WEIGHT_PLANES - weights.length).fill(0),
  ];
}

function blocks(where: string, features: number): number {
  checkIntegerBetween(where, "features", features, 1, MAXIMUM_FEATURES);
  return Math.ceil(features / TABLE_BLOCK);
}
