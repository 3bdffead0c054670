/**
 * Thresholds of bytes as `sliceThermometer` reads them: for each the least byte that reaches it, counted from the lowest, and 255, or
 * 0 where none does.
 *
 * @param thresholds  [count, features] numbers; a NaN is reached by none.
 */
export function packByteThresholds(
  thresholds: ArrayLike<number>,
  element: "uint8" | "int8",
): Uint8Array<ArrayBuffer> {
  const lowest = element === "int8" ? -128 : 0;
  const packed = new Uint8Array(2 * thresholds.length);
  for (let i = 0; i < thresholds.length; i++) {
    const level = Math.max(0, Math.ceil(thresholds[i]) - lowest);
    if (!(level <= 255)) continue;
    packed[2 * i] = level;
    packed[2 * i + 1] = 255;
  }
  return packed;
}
