/**
 * Where the keys of a row lie: `rowBytes` times their row, the last one repeated to whole vectors. Key j is row
 * `keyIndex[row·stride + j]`, or `keyStart[row] + j` without `keyIndex`.
 */
export function locateKeys(
  keyStart: usize,
  keyIndex: usize,
  stride: i32,
  row: i32,
  keys: i32,
  rowBytes: i32,
  to: usize,
): void {
  const padded = (keys + 3) & ~3;
  if (keyIndex == 0) {
    const start = load<i32>(keyStart + (<usize>row << 2));
    for (let j = 0; j < padded; j++) {
      store<i32>(to + (<usize>j << 2), (start + min(j, keys - 1)) * rowBytes);
    }
  } else {
    const from = keyIndex + (<usize>(row * stride) << 2);
    for (let j = 0; j < padded; j++) {
      store<i32>(to + (<usize>j << 2), load<i32>(from + (<usize>min(j, keys - 1) << 2)) * rowBytes);
    }
  }
}
