import { writeAddresses } from "./look-up-addresses.ts";
import type { Operands } from "./words.ts";

const addresses = new Int32Array(16);

/** x, samples, classes, tuples, tupleSize, hashes, digits, mapping, taps, masks, out */
export function lookUp_128x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [samples, classes, tuples, hashes] = [o.cell(1), o.integer(2), o.integer(3), o.integer(5)];
  const [digits, out] = [o.integer(6), o.word(10)];
  const words = Math.ceil(classes / 32);
  const at = { slices: o.word(0), stride: 4 * Math.ceil(samples / 128), hashes, digits };
  int32.fill(0, out, out + samples * classes);
  for (let t = 0; t < tuples; t++) {
    const own = { ...at, mapping: o.word(7) + t * o.integer(4), taps: o.word(8) };
    const table = o.word(9) + t * 2 ** digits * words;
    for (let s = 0; s < samples; s++) {
      writeAddresses(o, own, s, addresses);
      for (let word = 0; word < words; word++) {
        let known = -1;
        for (let h = 0; h < hashes; h++) known &= int32[table + addresses[h] * words + word];
        for (let c = out + s * classes + 32 * word; known !== 0; c++, known >>>= 1) {
          int32[c] += known & 1;
        }
      }
    }
  }
}
