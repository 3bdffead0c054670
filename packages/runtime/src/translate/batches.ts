export interface BatchOptions {
  /** Most source tokens, times the beam size, that a batch holds; a longer sentence is a batch of its own. */
  readonly batchTokens: number;
  readonly beamSize: number;
  /** Keep the order of the sentences, so that the first one is translated first. */
  readonly keepOrder: boolean;
}

/** Divides sentences into batches of similar length, longest first (what does not fit memory fails at once).
 *
 *  Rows are never padded, so lengths need not be equal; similar lengths end after a similar number of
 *  decoding steps, which keeps the steps wide. The division decides about speed and memory only.
 *  @param lengths  tokens of each sentence.
 *  @returns the indices of each batch; every index occurs once. */
export function planBatches(
  lengths: readonly number[],
  { batchTokens, beamSize, keepOrder }: BatchOptions,
): number[][] {
  const order = lengths.map((_, index) => index);
  if (!keepOrder) order.sort((a, b) => lengths[b] - lengths[a]);
  const batches: number[][] = [];
  let batch: number[] = [];
  let tokens = 0;
  for (const index of order) {
    const cost = lengths[index] * beamSize;
    if (batch.length > 0 && tokens + cost > batchTokens) {
      batches.push(batch);
      batch = [];
      tokens = 0;
    }
    batch.push(index);
    tokens += cost;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
