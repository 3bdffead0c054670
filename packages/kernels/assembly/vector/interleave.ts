/** Bytes 0 to 7 of both, by turns. */
// @ts-ignore: decorator
@inline
export function interleaveLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** Bytes 8 to 15 of both, by turns. */
// @ts-ignore: decorator
@inline
export function interleaveHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/**
 * Half of the transposition of 16 rows of 16 bytes, `stride` bytes apart, into 256 bytes: what is done to rows i, i + 4, i + 8, i + 12
 * here, done once more to the rows that come out, gives columns 4·i to 4·i + 3.
 */
export function interleaveRows(x: usize, stride: usize, out: usize): void {
  const quarter = stride << 2;
  for (let i = 0; i < 4; i++) {
    const a = v128.load(x);
    const b = v128.load(x + quarter);
    const c = v128.load(x + 2 * quarter);
    const d = v128.load(x + 3 * quarter);
    const acLow = interleaveLow(a, c);
    const acHigh = interleaveHigh(a, c);
    const bdLow = interleaveLow(b, d);
    const bdHigh = interleaveHigh(b, d);
    v128.store(out, interleaveLow(acLow, bdLow));
    v128.store(out, interleaveHigh(acLow, bdLow), 16);
    v128.store(out, interleaveLow(acHigh, bdHigh), 32);
    v128.store(out, interleaveHigh(acHigh, bdHigh), 48);
    x += stride;
    out += 64;
  }
}
