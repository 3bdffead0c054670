/** The k largest `log softmax(logits)[id]` of each row, falling; of equal logits the lower id comes first. */
export function logSoftmaxTopK(
  logits: ArrayLike<number>,
  rows: number,
  vocabularySize: number,
  k: number,
): { readonly ids: Int32Array; readonly logProbabilities: Float64Array } {
  const ids = new Int32Array(rows * k);
  const logProbabilities = new Float64Array(rows * k);
  for (let r = 0; r < rows; r++) {
    const row = Array.from({ length: vocabularySize }, (_, id) => logits[r * vocabularySize + id]);
    const largest = row.reduce((a, b) => Math.max(a, b));
    const logSum = Math.log(row.reduce((sum, x) => sum + Math.exp(x - largest), 0));
    const falling = row.map((_, id) => id).sort((a, b) => compareFalling(row[a], row[b]) || a - b);
    for (let i = 0; i < k; i++) {
      ids[r * k + i] = falling[i];
      logProbabilities[r * k + i] = row[falling[i]] - largest - logSum;
    }
  }
  return { ids, logProbabilities };
}

function compareFalling(a: number, b: number): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
