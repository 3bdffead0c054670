import type { Operands } from "./words.ts";

const digits = new Int32Array(32);

/** x, samples, groups, groupSize, out */
export function groupSum_128x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [samples, groups, size, out] = [o.cell(1), o.integer(2), o.integer(3), o.word(4)];
  const stride = 4 * Math.ceil(samples / 128);
  const planes = 32 - Math.clz32(size);
  for (let g = 0; g < groups; g++) {
    for (let word = 0; 32 * word < samples; word++) {
      countWord(o, o.word(0) + g * size * stride + word, stride);
      for (let s = 32 * word; s < Math.min(samples, 32 * word + 32); s++) {
        let count = 0;
        for (let p = 0; p < planes; p++) count += ((digits[p] >>> (s & 31)) & 1) << p;
        int32[out + s * groups + g] = count;
      }
    }
  }
}

/** Adds up the slices of a group for 32 samples: digit p of every count in word p. */
function countWord(o: Operands, first: number, stride: number): void {
  const { int32 } = o.words;
  digits.fill(0);
  for (let i = 0; i < o.integer(3); i++) {
    let carry = int32[first + i * stride];
    for (let p = 0; carry !== 0; p++) {
      const digit = digits[p];
      digits[p] = digit ^ carry;
      carry &= digit;
    }
  }
}
