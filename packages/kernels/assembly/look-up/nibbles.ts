/**
 * Spreads byte lanes into one nibble a byte: `to[group][vector][16 channels]`, group 2i the low and 2i + 1 the high
 * nibbles of byte i, zeros for the groups behind the row and for vectors from `present` on.
 */
export function writeNibbles(
  w: usize,
  bytes: i32,
  present: i32,
  vectors: i32,
  to: usize,
  groups: i32,
): void {
  const low = i8x16.splat(15);
  const stride = <usize>vectors << 4;
  for (let vector = 0; vector < vectors; vector++) {
    let at = to + (<usize>vector << 4);
    const filled = vector < present ? bytes : 0;
    for (let i = 0; i < filled; i += 2) {
      const x = v128.load(w);
      const y = v128.xor(x, v128.load(w, 16));
      v128.store(at, v128.and(x, low));
      at += stride;
      v128.store(at, v128.and(i16x8.shr_u(x, 4), low));
      at += stride;
      v128.store(at, v128.and(y, low));
      at += stride;
      v128.store(at, v128.and(i16x8.shr_u(y, 4), low));
      at += stride;
      w += 32;
    }
    for (let group = filled << 1; group < groups; group++) {
      v128.store(at, i32x4.splat(0));
      at += stride;
    }
  }
}
