/** Share of predictions that equal their label: `#{i : predicted_i = label_i}/N`, 0 … 1.
 *  @throws RangeError for no prediction or unequal lengths. */
export function accuracy(
  predicted: ArrayLike<number | string>,
  labels: ArrayLike<number | string>,
): number {
  checkPaired("accuracy", "predicted", predicted.length, labels.length);
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) right++;
  return right / labels.length;
}

/** Share of rows whose label is among the k highest scores, 0 … 1. A row is right if fewer than k
 *  classes come before its label; among equal scores the lower class comes first.
 *  @param scores  N × classes reals, row-major.   @param labels  N classes in 0 … classes − 1.
 *  @throws RangeError for no label, a length other than N·classes, k outside 1 … classes, a label that
 *  is no class, and a score that is no number, naming its index. */
export function topKAccuracy(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  { classes, k }: { readonly classes: number; readonly k: number },
): number {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`topKAccuracy: classes must be an integer ≥ 1, got ${classes}`);
  }
  if (!Number.isInteger(k) || k < 1 || k > classes) {
    throw new RangeError(`topKAccuracy: k must be an integer in 1 … ${classes}, got ${k}`);
  }
  checkPaired("topKAccuracy", "scores", scores.length / classes, labels.length);
  for (let i = 0; i < scores.length; i++) {
    if (typeof scores[i] !== "number" || Number.isNaN(scores[i])) {
      throw new RangeError(`topKAccuracy: scores[${i}] must be a number, got ${scores[i]}`);
    }
  }
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(
        `topKAccuracy: labels[${row}] must be an integer in 0 … ${classes - 1}, got ${label}`,
      );
    }
    if (rankOf(scores, row * classes, label, classes) < k) right++;
  }
  return right / labels.length;
}

/** How many classes of the row that starts at `base` come before `label`. */
function rankOf(scores: ArrayLike<number>, base: number, label: number, classes: number): number {
  const own = scores[base + label];
  let before = 0;
  for (let c = 0; c < classes; c++) {
    const other = scores[base + c];
    if (other > own || (other === own && c < label)) before++;
  }
  return before;
}

function checkPaired(where: string, name: string, rows: number, labels: number): void {
  if (labels === 0) throw new RangeError(`${where}: labels must not be empty`);
  if (rows !== labels) {
    throw new RangeError(
      `${where}: rows of ${name} (${rows}) must equal labels.length (${labels})`,
    );
  }
}
