/** The numbers of `width` bits that stand one after another in a port. */
export function unsignedNumbers(bits: Uint8Array, width: number): number[] {
  return Array.from({ length: bits.length / width }, (_, i) => numberAt(bits, i * width, width));
}

/** The numbers in two's complement of `width` bits that stand one after another in a port. */
export function signedNumbers(bits: Uint8Array, width: number): number[] {
  return unsignedNumbers(bits, width).map((n) => (n >= 2 ** (width - 1) ? n - 2 ** width : n));
}

/** The numbers ±1 of a port: 1 is −1. */
export function bipolarNumbers(bits: Uint8Array): number[] {
  return Array.from(bits, (bit) => 1 - 2 * bit);
}

/** An integer as the bits of a port, modulo 2^width. */
export function portBits(value: number, width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, bit) => Math.floor(value / 2 ** bit) & 1);
}

function numberAt(bits: Uint8Array, start: number, width: number): number {
  let number = 0;
  for (let bit = width - 1; bit >= 0; bit--) number = 2 * number + bits[start + bit];
  return number;
}
