import { popcount32, roundHalfEven } from "@bnnkit/core";
import { pairedBytes } from "../pack-byte-lanes.ts";
import { floatOutput, scaledOutput } from "./output.ts";
import type { Operands } from "./words.ts";

// Operands of all: bits, weights, rows, outFeatures, inFeatures, wordsPerRow, pairs, then those of the output.

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function bgemm_1x1__js(o: Operands): void {
  const inFeatures = o.integer(4);
  const store = floatOutput(o, 7, o.integer(3));
  forEachPopcount(o, (row, column, popcount) => store(row, column, inFeatures - 2 * popcount));
}

/** …, out */
export function bgemmInt32_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [outFeatures, inFeatures, out] = [o.integer(3), o.integer(4), o.word(7)];
  forEachPopcount(o, (row, column, popcount) => {
    int32[out + row * outFeatures + column] = inFeatures - 2 * popcount;
  });
}

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function bgemmInt8_1x1__js(o: Operands): void {
  const { int8 } = o.words;
  const [outFeatures, inFeatures, out] = [o.integer(3), o.integer(4), o.byte(12)];
  const scale = scaledOutput(o, 7);
  forEachPopcount(o, (row, column, popcount) => {
    const y = scale(row, column, inFeatures - 2 * popcount);
    const code = Math.max(-127, Math.min(127, roundHalfEven(y)));
    int8[out + row * outFeatures + column] = Number.isNaN(code) ? 0 : code;
  });
}

/** …, thresholds, flips, out */
export function bgemmSign_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [thresholds, flips, out] = [o.word(7), o.word(8), o.word(9)];
  const wordsPerRow = 4 * Math.ceil(o.integer(3) / 128);
  int32.fill(0, out, out + o.cell(2) * wordsPerRow);
  forEachPopcount(o, (row, column, popcount) => {
    const above = popcount > int32[thresholds + column] ? 1 : 0;
    const bit = above ^ ((int32[flips + (column >>> 5)] >>> (column & 31)) & 1);
    int32[out + row * wordsPerRow + (column >>> 5)] |= bit << (column & 31);
  });
}

function forEachPopcount(
  o: Operands,
  store: (row: number, column: number, popcount: number) => void,
): void {
  const { int32 } = o.words;
  const [bits, rows, outFeatures] = [o.word(0), o.cell(2), o.integer(3)];
  const wordsPerRow = o.integer(5);
  const channel = new Int32Array((o.integer(4) + 31) >>> 5);
  for (let column = 0; column < outFeatures; column++) {
    gatherChannel(o, column, channel);
    for (let row = 0; row < rows; row++) {
      const a = bits + row * wordsPerRow;
      let popcount = 0;
      for (let t = 0; t < channel.length; t++) popcount += popcount32(int32[a + t] ^ channel[t]);
      store(row, column, popcount);
    }
  }
}

/** The words of one channel of byte lanes. */
function gatherChannel(o: Operands, column: number, words: Int32Array): void {
  const { int8 } = o.words;
  let at = o.byte(1) + (column >>> 4) * 64 * o.integer(5) + (column & 15);
  for (let t = 0; t < words.length; t++) {
    let word = 0;
    for (let shift = 0; shift < 32; shift += 8) {
      word |= (int8[at] & 0xff) << shift;
      at += 16;
    }
    words[t] = pairedBytes(word);
  }
}
