import { roundHalfEven } from "@bnnkit/core";
import {
  FLOAT32_TABLE_BLOCK_BYTES,
  FLOAT32_TRAILER_BYTES,
  HALF_BITS,
  LARGEST_FLOAT32_CODE,
  TABLE_BLOCK,
} from "../tape/tables.ts";
import { absoluteMaximum } from "./absolute-maximum.ts";
import { floatOutput } from "./output.ts";
import { writeSubsetSums } from "./table-gemm.ts";
import { AFTER_PRODUCT, firstLane, rowConstant, tableProductOperands } from "./table-trailer.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;
const SMALLEST_SCALE = 2 ** -126;
const HALF_MASK = (1 << HALF_BITS) - 1;

/** x, rows, features, blocks, tables. Here a table is sixteen int32, not yet split into digits. */
export function tabulateFloat32_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const [x, rows, features, blocks] = [o.word(0), o.cell(1), o.integer(2), o.integer(3)];
  const trailer = (blocks * FLOAT32_TABLE_BLOCK_BYTES) / 4;
  const four = new Int32Array(4);
  for (let row = 0; row < rows; row++) {
    const start = o.word(4) + row * (trailer + FLOAT32_TRAILER_BYTES / 4);
    const from = x + row * features;
    const maximum = absoluteMaximum(float32, from, features);
    const scale = Math.max(fround(maximum / LARGEST_FLOAT32_CODE), SMALLEST_SCALE);
    const halves = [0, 0, 0, 0];
    for (let k = 0; k < blocks * TABLE_BLOCK; k += 4) {
      let below = 0;
      for (let i = 0; i < 4; i++) {
        const value = k + i < features ? float32[from + k + i] : 0;
        const code = roundHalfEven(fround(value / scale)) | 0;
        const negative = Math.min(code, 0);
        four[i] = code;
        below += negative;
        halves[0] += code & HALF_MASK;
        halves[1] += code >> HALF_BITS;
        halves[2] += negative & HALF_MASK;
        halves[3] += negative >> HALF_BITS;
      }
      writeSubsetSums(int32, start + 4 * k, four, below);
    }
    int32.set(halves, start + trailer);
    float32[start + trailer + 4] = scale;
  }
}

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function tableGemmFloat32_1x1__js(o: Operands): void {
  const { int8, int32, float32 } = o.words;
  const p = tableProductOperands(o);
  const store = floatOutput(o, AFTER_PRODUCT, p.outFeatures);
  const trailer = (p.blocks * FLOAT32_TABLE_BLOCK_BYTES) / 4;
  for (let row = 0; row < p.rows; row++) {
    const start = (p.tables >>> 2) + row * (trailer + FLOAT32_TRAILER_BYTES / 4);
    const end = start + trailer;
    const tables = int32.subarray(start, end);
    const constantLow = rowConstant(p, int32[end], int32[end + 2]);
    const constantHigh = rowConstant(p, int32[end + 1], int32[end + 3]);
    const scale = float32[end + 4];
    for (let column = 0; column < p.outFeatures; column++) {
      let [low, high] = [constantLow, constantHigh];
      for (const [plane, weight] of p.planeWeights.entries()) {
        const sums = sumOfLookUps(tables, int8, firstLane(p, column, plane));
        low += weight * sums.low;
        high += weight * sums.high;
      }
      const codes = fround(fround(high) * 2 ** HALF_BITS + fround(low));
      store(row, column, fround(codes * scale));
    }
  }
}

function sumOfLookUps(
  tables: Int32Array,
  int8: Int8Array,
  lane: number,
): { low: number; high: number } {
  let low = 0;
  let high = 0;
  let at = lane;
  for (let table = 0; table < tables.length; table += 32) {
    const nibbles = int8[at];
    const first = tables[table + (nibbles & 15)];
    const second = tables[table + 16 + ((nibbles >>> 4) & 15)];
    low += (first & HALF_MASK) + (second & HALF_MASK);
    high += (first >>> HALF_BITS) + (second >>> HALF_BITS);
    at += 16;
  }
  return { low, high };
}
