import { highNibbles, lowNibbles, nibbleMask } from "../vector/nibbles";

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
  const mask = nibbleMask();
  const stride = <usize>vectors << 4;
  for (let vector = 0; vector < vectors; vector++) {
    let at = to + (<usize>vector << 4);
    const filled = vector < present ? bytes : 0;
    for (let i = 0; i < filled; i += 2) {
      const x = v128.load(w);
      const y = v128.xor(x, v128.load(w, 16));
      v128.store(at, lowNibbles(x, mask));
      at += stride;
      v128.store(at, highNibbles(x, mask));
      at += stride;
      v128.store(at, lowNibbles(y, mask));
      at += stride;
      v128.store(at, highNibbles(y, mask));
      at += stride;
      w += 32;
    }
    for (let group = filled << 1; group < groups; group++) {
      v128.store(at, i32x4.splat(0));
      at += stride;
    }
  }
}
