/** Share of weights whose sign changed from one step to the next, 0 … 1: how restless a binary layer
 *  is. The sign is −1 if x < 0, else +1, so 0 and −0 are positive.
 *
 *  Used to choose the threshold of binary optimizers: Helwegen et al. 2019,
 *  https://arxiv.org/abs/1906.02107.
 *  @throws RangeError for empty arrays, unequal lengths, and what is no number, naming its index. */
export function flipRatio(before: ArrayLike<number>, after: ArrayLike<number>): number {
  if (before.length !== after.length) {
    throw new RangeError(
      `flipRatio: before.length (${before.length}) must equal after.length (${after.length})`,
    );
  }
  if (before.length === 0) throw new RangeError("flipRatio: before must not be empty");
  let flips = 0;
  for (let i = 0; i < before.length; i++) {
    checkNumber("before", i, before[i]);
    checkNumber("after", i, after[i]);
    if (before[i] < 0 !== after[i] < 0) flips++;
  }
  return flips / before.length;
}

function checkNumber(name: string, index: number, value: number): void {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new RangeError(`flipRatio: ${name}[${index}] must be a number, got ${value}`);
  }
}
