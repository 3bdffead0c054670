/** 16·⌈features/128⌉ */
// @ts-ignore: decorator
@inline
export function bytesPerBitRow(features: i32): usize {
  return (<usize>(features + 127) >> 7) << 4;
}
