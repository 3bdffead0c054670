/** 16·⌈features/128⌉ */
// @ts-ignore: decorator
@inline
export function bytesPerBitRow(features: i32): usize {
  return (<usize>(features + 127) >> 7) << 4;
}

/** Clears the bits that pad a row, by twos of bytes: filling memory is a call out of the module, for at most 14 bytes. */
// @ts-ignore: decorator
@inline
export function clearPadding(bits: usize, end: usize): void {
  for (; bits < end; bits += 2) store<u16>(bits, 0);
}
