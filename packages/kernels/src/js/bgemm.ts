import { popcount32 } from "@bnnkit/core";
import { pairedBytes } from "../pack-byte-lanes.ts";
import { bitOutput, floatOutput, int8Output, int32Output } from "./output.ts";
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
  const inFeatures = o.integer(4);
  const store = int32Output(o, 7, o.integer(3));
  forEachPopcount(o, (row, column, popcount) => store(row, column, inFeatures - 2 * popcount));
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function bgemmInt8_1x1__js(o: Operands): void {
  const inFeatures = o.integer(4);
  const store = int8Output(o, 7, o.integer(3));
  forEachPopcount(o, (row, column, popcount) => store(row, column, inFeatures - 2 * popcount));
}

/** …, thresholds, flips, out */
export function bgemmSign_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const thresholds = o.word(7);
  const store = bitOutput(o, 8, o.cell(2), o.integer(3));
  forEachPopcount(o, (row, column, popcount) => {
    store(row, column, popcount > int32[thresholds + column]);
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
