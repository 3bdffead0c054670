import { writeAddresses } from "./look-up-addresses.ts";
import type { Operands } from "./words.ts";

const addresses = new Int32Array(16);
const mostLevel = 255;

/** x, samples, classes, tuples, tupleSize, hashes, digits, maps, mapping, taps, counters, out */
export function bleach_16x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [samples, classes, tuples] = [o.cell(1), o.integer(2), o.integer(3)];
  const counters = new Uint8Array(classes * tuples);
  for (let s = 0; s < samples; s++) {
    gather(o, s, counters);
    const votes = int32.subarray(o.word(11) + s * classes, o.word(11) + (s + 1) * classes);
    raise(counters, tuples, votes);
  }
}

/** The counters that a sample looks up; of several hashes the least. */
function gather(o: Operands, sample: number, counters: Uint8Array): void {
  const { int8 } = o.words;
  const [classes, tuples, tupleSize, hashes] = [2, 3, 4, 5].map((index) => o.integer(index));
  const [digits, maps] = [o.integer(6), o.integer(7)];
  const stride = 4 * Math.ceil(o.cell(1) / 128);
  const at = { slices: o.word(0), stride, taps: o.word(9), hashes, digits };
  for (let row = 0; row < maps * tuples; row++) {
    writeAddresses(o, { ...at, mapping: o.word(8) + row * tupleSize }, sample, addresses);
    for (let place = row; place < classes * tuples; place += maps === 1 ? tuples : Infinity) {
      const table = o.byte(10) + place * 2 ** digits;
      let least = 255;
      for (let h = 0; h < hashes; h++) least = Math.min(least, int8[table + addresses[h]] & 255);
      counters[place] = least;
    }
  }
}

/** Writes the votes at the first level at which one class has most, or at the last at which any class has votes. */
function raise(counters: Uint8Array, tuples: number, votes: Int32Array): void {
  let level = 1;
  vote(counters, tuples, level, votes);
  for (; level < mostLevel; level++) {
    const most = Math.max(...votes);
    if (most <= 1 || votes.indexOf(most) === votes.lastIndexOf(most)) return;
    vote(counters, tuples, level + 1, votes);
    if (votes.every((count) => count === 0)) {
      vote(counters, tuples, level, votes);
      return;
    }
  }
}

function vote(counters: Uint8Array, tuples: number, level: number, votes: Int32Array): void {
  votes.fill(0);
  for (let i = 0; i < counters.length; i++) {
    if (counters[i] >= level) votes[Math.floor(i / tuples)]++;
  }
}
