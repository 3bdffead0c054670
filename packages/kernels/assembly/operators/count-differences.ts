/**
 * `counts[j] = popcount(q ⊕ k_j)` over `bytes` bytes, key j in row `keyRows[j]` of `k`; returns the least of them.
 * Scalar: sixty-four products of signs are a load, an XOR and a popcount of the processor.
 */
export function countDifferences(
  q: usize,
  k: usize,
  rowBytes: usize,
  keyRows: usize,
  keys: i32,
  bytes: i32,
  counts: usize,
): i32 {
  if (bytes == 8) return countWord(q, k, rowBytes, keyRows, keys, counts);
  const whole = <usize>(bytes & ~7);
  const rest: u64 = (<u64>1 << ((bytes & 7) << 3)) - 1;
  let least = i32.MAX_VALUE;
  for (let j: usize = 0; j < <usize>keys; j++) {
    const key = k + <usize>load<u32>(keyRows + (j << 2)) * rowBytes;
    let count: u64 = 0;
    for (let at: usize = 0; at < whole; at += 8) {
      count += popcnt<u64>(load<u64>(q + at) ^ load<u64>(key + at));
    }
    if (rest != 0) count += popcnt<u64>((load<u64>(q + whole) ^ load<u64>(key + whole)) & rest);
    store<i32>(counts + (j << 2), <i32>count);
    least = min(least, <i32>count);
  }
  return least;
}

/** The same for heads of 64 features, whose query stays in a register. */
function countWord(
  q: usize,
  k: usize,
  rowBytes: usize,
  keyRows: usize,
  keys: i32,
  counts: usize,
): i32 {
  const word = load<u64>(q);
  const end = keyRows + (<usize>keys << 2);
  let least = i32.MAX_VALUE;
  for (; keyRows < end; keyRows += 4) {
    const count = <i32>popcnt<u64>(word ^ load<u64>(k + <usize>load<u32>(keyRows) * rowBytes));
    store<i32>(counts, count);
    least = min(least, count);
    counts += 4;
  }
  return least;
}
