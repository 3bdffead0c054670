/** The values of one table's inputs over a batch. */
export interface TableInputs {
  readonly batch: number;
  /** Feature-major, in [0, 1]. */
  readonly input: Float32Array;
  /** Where the values of each of the n inputs begin in `input`. */
  readonly columns: readonly number[];
}

/** Writes the multilinear extension of a table at each sample: Σ_a t_a Π_j (x_j if bit j of a is set, else 1 − x_j).
 *  @param output  as many as samples, from `offset` on */
export function multilinear(
  table: Float64Array,
  { batch, input, columns }: TableInputs,
  output: Float32Array,
  offset: number,
): void {
  if (columns.length === 2) {
    const [first, second] = columns;
    const [t0, t1, t2, t3] = table;
    const [ofFirst, ofSecond, ofBoth] = [t1 - t0, t2 - t0, t3 - t1 - t2 + t0];
    for (let s = 0; s < batch; s++) {
      const [a, b] = [input[first + s], input[second + s]];
      output[offset + s] = t0 + ofFirst * a + ofSecond * b + ofBoth * a * b;
    }
    return;
  }
  const folds = new Float64Array(2 * table.length);
  for (let s = 0; s < batch; s++) output[offset + s] = fold(table, input, columns, s, folds);
}

/** Adds the gradients of the table and, if they are wanted, of the inputs.
 *  @param ofOutput  as many as samples, from `offset` on */
export function multilinearBackward(
  table: Float64Array,
  { batch, input, columns }: TableInputs,
  ofOutput: Float32Array,
  offset: number,
  ofTable: Float64Array,
  ofInput: Float32Array | undefined,
): void {
  if (columns.length === 2) {
    bilinearBackward(table, { batch, input, columns }, ofOutput, offset, ofTable, ofInput);
    return;
  }
  const folds = new Float64Array(2 * table.length);
  const gradients = new Float64Array(2 * table.length);
  for (let s = 0; s < batch; s++) {
    fold(table, input, columns, s, folds);
    gradients[folds.length - 2] = ofOutput[offset + s];
    unfold(folds, gradients, input, columns, s, ofInput);
    for (let a = 0; a < table.length; a++) ofTable[a] += gradients[a];
  }
}

/** Folds the table in half by each input, the last first; all that comes between stays in `folds`: 2ⁿ, 2ⁿ⁻¹ … 1 numbers. */
function fold(
  table: Float64Array,
  input: Float32Array,
  columns: readonly number[],
  sample: number,
  folds: Float64Array,
): number {
  folds.set(table);
  let first = 0;
  for (let j = columns.length - 1; j >= 0; j--) {
    const half = 1 << j;
    const x = input[columns[j] + sample];
    const after = first + 2 * half;
    for (let a = 0; a < half; a++) {
      const low = folds[first + a];
      folds[after + a] = low + x * (folds[first + half + a] - low);
    }
    first = after;
  }
  return folds[first];
}

/** The way back through `fold`, from the gradient of its result at the end of `gradients`. */
function unfold(
  folds: Float64Array,
  gradients: Float64Array,
  input: Float32Array,
  columns: readonly number[],
  sample: number,
  ofInput: Float32Array | undefined,
): void {
  let after = folds.length - 2;
  for (let j = 0; j < columns.length; j++) {
    const half = 1 << j;
    const x = input[columns[j] + sample];
    const first = after - 2 * half;
    let ofX = 0;
    for (let a = 0; a < half; a++) {
      const gradient = gradients[after + a];
      gradients[first + a] = gradient * (1 - x);
      gradients[first + half + a] = gradient * x;
      ofX += gradient * (folds[first + half + a] - folds[first + a]);
    }
    if (ofInput) ofInput[columns[j] + sample] += ofX;
    after = first;
  }
}

function bilinearBackward(
  table: Float64Array,
  { batch, input, columns }: TableInputs,
  ofOutput: Float32Array,
  offset: number,
  ofTable: Float64Array,
  ofInput: Float32Array | undefined,
): void {
  const [first, second] = columns;
  const [t0, t1, t2, t3] = table;
  const [ofFirst, ofSecond, ofBoth] = [t1 - t0, t2 - t0, t3 - t1 - t2 + t0];
  let [sum, sumA, sumB, sumAB] = [0, 0, 0, 0];
  for (let s = 0; s < batch; s++) {
    const [a, b, gradient] = [input[first + s], input[second + s], ofOutput[offset + s]];
    sum += gradient;
    sumA += gradient * a;
    sumB += gradient * b;
    sumAB += gradient * a * b;
    if (ofInput === undefined) continue;
    ofInput[first + s] += gradient * (ofFirst + ofBoth * b);
    ofInput[second + s] += gradient * (ofSecond + ofBoth * a);
  }
  ofTable[0] += sum - sumA - sumB + sumAB;
  ofTable[1] += sumA - sumAB;
  ofTable[2] += sumB - sumAB;
  ofTable[3] += sumAB;
}
