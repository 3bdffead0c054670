/**
 * Copies a row of bits with every odd byte xor-ed with the byte before, as byte lanes are: then one XOR with a weight
 * gives x ⊕ y of two neighbouring bytes at once, which a carry-save adder would have to compute.
 */
export function pairBytes(from: usize, to: usize, bytes: i32): void {
  for (let i = 0; i < bytes; i += 16) {
    const x = v128.load(from + i);
    v128.store(to + i, v128.xor(x, i16x8.shl(x, 8)));
  }
}
