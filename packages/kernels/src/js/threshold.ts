import { wordsPerRow } from "@bnnkit/core";
import { elementReader, isFloat32 } from "./element-reader.ts";
import type { Operands } from "./words.ts";

/**
 * x, element, rows, features, count, planes, thresholds, flips, out, the bits of the lowest and of the highest level,
 * what each threshold changes of them [count], constants [count] where there are no thresholds
 */
export function threshold_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [rows, features, count, planes] = [o.cell(2), o.integer(3), o.integer(4), o.integer(5)];
  const [flips, out] = [o.word(7), o.word(8)];
  const words = wordsPerRow(features);
  const x = elementReader(o, 0, o.integer(1));
  int32.fill(0, out, out + rows * planes * words);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < features; k++) {
      const isFlipped = flips !== 0 && ((int32[flips + (k >>> 5)] >>> (k & 31)) & 1) === 1;
      const reached = countReached(o, x(row * features + k), k);
      const bits = levelBits(o, isFlipped ? count - reached : reached);
      for (let p = 0; p < planes; p++) {
        const at = out + (row * planes + p) * words + (k >>> 5);
        int32[at] |= ((bits >>> p) & 1) << (k & 31);
      }
    }
  }
}

/** How many thresholds of feature k a number is not below. */
function countReached(o: Operands, x: number, k: number): number {
  const { int32, float32 } = o.words;
  const [isFloat, features, count] = [isFloat32(o.integer(1)), o.integer(3), o.integer(4)];
  let reached = 0;
  for (let i = 0; i < count; i++) {
    const at = o.word(6) + i * features + k;
    const ofAll = 11 + count + i;
    let bound: number;
    if (o.word(6) === 0) bound = isFloat ? o.float(ofAll) : o.integer(ofAll);
    else bound = isFloat ? float32[at] : int32[at];
    if (!(x < bound)) reached++;
  }
  return reached;
}

function levelBits(o: Operands, level: number): number {
  let bits = o.integer(9);
  for (let i = 0; i < level; i++) bits ^= o.integer(11 + i);
  return bits;
}
