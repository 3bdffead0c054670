import { checkLength, checkPositiveInteger } from "@bnnkit/core";

/** `Xᵀ·X` of the rows that a product read, `[size, size]`, row-major. */
export interface InputCorrelation {
  readonly size: number;
  readonly sums: Float64Array;
}

/** `XᵀX` of rows `[count, size]`, or added to what is known of earlier ones.
 *  @throws RangeError unless the rows are whole ones of this size. */
export function inputCorrelation(
  x: Float32Array | Float64Array,
  size: number,
  earlier?: InputCorrelation,
): InputCorrelation {
  const where = "inputCorrelation";
  checkPositiveInteger(where, "size", size);
  const count = Math.floor(x.length / size);
  checkLength(where, "x", x.length, count * size);
  if (earlier) checkLength(where, "earlier.sums", earlier.sums.length, size * size);
  const sums = earlier ? earlier.sums.slice() : new Float64Array(size * size);
  let row = 0;
  for (; row + 4 <= count; row += 4) addFourRows(sums, x, size, row * size);
  for (; row < count; row++) {
    const at = row * size;
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) sums[i * size + j] += x[at + i] * x[at + j];
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sums[i * size + j] = sums[j * size + i];
  }
  return { size, sums };
}

/** Adds what four rows from `at` on give above the diagonal, one row after the other. */
function addFourRows(
  sums: Float64Array,
  x: Float32Array | Float64Array,
  size: number,
  at: number,
): void {
  const [second, third, fourth] = [at + size, at + 2 * size, at + 3 * size];
  for (let i = 0; i < size; i++) {
    const [a, b, c, d] = [x[at + i], x[second + i], x[third + i], x[fourth + i]];
    const to = i * size;
    for (let j = i; j < size; j++) {
      let sum = sums[to + j] + a * x[at + j];
      sum += b * x[second + j];
      sum += c * x[third + j];
      sums[to + j] = sum + d * x[fourth + j];
    }
  }
}

/** `H = (2/n)·XᵀX`, the second derivative of the error of a product by the weights of a row, as GPTQ has it. Its scale does
 *  not change what is rounded to what, unless inputs were always 0: the mean of the diagonal has a 1 for each of them.
 *  @param samples  n; PB-LLM's code counts sequences, not tokens
 *  @throws RangeError unless `samples` is a positive integer. */
export function hessianOf({ size, sums }: InputCorrelation, samples: number): InputCorrelation {
  checkPositiveInteger("hessianOf", "samples", samples);
  return { size, sums: sums.map((sum) => (2 * sum) / samples) };
}

/** How much is added to the diagonal, as a share of its mean: what was seen of the inputs is not all there is. */
export const defaultDamping = 0.01;

/** The correlation as factors are made of it: inputs that were always 0 get a 1, then a share of the diagonal's mean is added
 *  to it.
 *  @throws RangeError unless `damping` is finite and not negative. */
export function dampedCorrelation(
  { size, sums }: InputCorrelation,
  damping: number = defaultDamping,
): InputCorrelation {
  checkLength("dampedCorrelation", "sums", sums.length, size * size);
  if (!(damping >= 0 && Number.isFinite(damping))) {
    throw new RangeError(
      `dampedCorrelation: damping must be finite and not negative, got ${damping}`,
    );
  }
  const damped = sums.slice();
  let trace = 0;
  for (let i = 0; i < size; i++) {
    if (damped[i * size + i] === 0) damped[i * size + i] = 1;
    trace += damped[i * size + i];
  }
  for (let i = 0; i < size; i++) damped[i * size + i] += (damping * trace) / size;
  return { size, sums: damped };
}

/** Which inputs were always 0: 1 for those, whose weights do not matter and are best 0. */
export function deadInputs({ size, sums }: InputCorrelation): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (sums[i * size + i] === 0 ? 1 : 0));
}
