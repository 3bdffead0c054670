import { INT8_TABLE_BLOCK_BYTES, INT8_TRAILER_BYTES, TABLE_BLOCK } from "../tape/tables.ts";
import { floatOutput, int8Output, int32Output, signOutput } from "./output.ts";
import {
  AFTER_PRODUCT,
  firstLane,
  rowConstant,
  type TableProductOperands,
  tableProductOperands,
} from "./table-trailer.ts";
import type { Operands } from "./words.ts";

/** codes, rows, features, blocks, tables. Here a table is sixteen int16, not yet split into digits. */
export function tabulateInt8_1x1__js(o: Operands): void {
  const { int8, int32 } = o.words;
  const [codes, rows, features, blocks] = [o.byte(0), o.cell(1), o.integer(2), o.integer(3)];
  const trailer = blocks * INT8_TABLE_BLOCK_BYTES;
  const four = new Int8Array(4);
  for (let row = 0; row < rows; row++) {
    const start = o.byte(4) + row * (trailer + INT8_TRAILER_BYTES);
    const tables = new Int16Array(int8.buffer, start, trailer / 2);
    let [sum, negative] = [0, 0];
    for (let k = 0; k < blocks * TABLE_BLOCK; k += 4) {
      let below = 0;
      for (let i = 0; i < 4; i++) {
        four[i] = k + i < features ? int8[codes + row * features + k + i] : 0;
        sum += four[i];
        below += Math.min(four[i], 0);
      }
      negative += below;
      writeSubsetSums(tables, 4 * k, four, below);
    }
    int32[(start + trailer) >>> 2] = sum;
    int32[((start + trailer) >>> 2) + 1] = negative;
  }
}

/** Sixteen sums over the subsets of four values, less `below`, the smallest of them. */
export function writeSubsetSums(
  tables: Int16Array | Int32Array,
  at: number,
  four: Int8Array | Int32Array,
  below: number,
): void {
  tables[at] = -below;
  for (let i = 0; i < 4; i++) {
    for (let subset = 0; subset < 1 << i; subset++) {
      tables[at + (1 << i) + subset] = tables[at + subset] + four[i];
    }
  }
}

/** …, out */
export function tableGemmInt32_1x1__js(o: Operands): void {
  const p = tableProductOperands(o);
  forEachDot(o, p, int32Output(o, AFTER_PRODUCT, p.outFeatures));
}

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function tableGemm_1x1__js(o: Operands): void {
  const p = tableProductOperands(o);
  forEachDot(o, p, floatOutput(o, AFTER_PRODUCT, p.outFeatures));
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function tableGemmInt8_1x1__js(o: Operands): void {
  const p = tableProductOperands(o);
  forEachDot(o, p, int8Output(o, AFTER_PRODUCT, p.outFeatures));
}

/** …, thresholds, flips, out */
export function tableGemmSign_1x1__js(o: Operands): void {
  const p = tableProductOperands(o);
  const { rows, outFeatures } = p;
  forEachDot(o, p, signOutput(o, AFTER_PRODUCT, { rows, outFeatures, of: "int32" }));
}

function forEachDot(
  o: Operands,
  p: TableProductOperands,
  store: (row: number, column: number, dot: number) => void,
): void {
  const { int8, int32 } = o.words;
  const trailer = p.blocks * INT8_TABLE_BLOCK_BYTES;
  for (let row = 0; row < p.rows; row++) {
    const start = p.tables + row * (trailer + INT8_TRAILER_BYTES);
    const tables = new Int16Array(int8.buffer, start, trailer / 2);
    const end = (start + trailer) >>> 2;
    const constant = rowConstant(p, int32[end], int32[end + 1]);
    for (let column = 0; column < p.outFeatures; column++) {
      let dot = constant;
      for (const [plane, weight] of p.planeWeights.entries()) {
        dot += weight * sumOfLookUps(tables, int8, firstLane(p, column, plane));
      }
      store(row, column, dot | 0);
    }
  }
}

function sumOfLookUps(tables: Int16Array, int8: Int8Array, lane: number): number {
  let sum = 0;
  let at = lane;
  for (let table = 0; table < tables.length; table += 32) {
    const nibbles = int8[at];
    sum += tables[table + (nibbles & 15)] + tables[table + 16 + ((nibbles >>> 4) & 15)];
    at += 16;
  }
  return sum;
}
