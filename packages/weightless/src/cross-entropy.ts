/** The cross-entropy of softmax(scores) at the label; leaves its gradient, divided by the batch, in place of the scores. */
export function crossEntropy(scores: Float64Array, label: number, batch: number): number {
  const most = Math.max(...scores);
  const ofLabel = scores[label];
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp(scores[c] - most);
    sum += scores[c];
  }
  for (let c = 0; c < scores.length; c++) {
    scores[c] = (scores[c] / sum - (c === label ? 1 : 0)) / batch;
  }
  return Math.log(sum) + most - ofLabel;
}
