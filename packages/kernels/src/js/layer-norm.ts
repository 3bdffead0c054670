import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, rows, groups, length of a slice, gamma, beta, epsilon, addend, out, centered */
export function layerNorm_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const slices = o.cell(1) * o.integer(2);
  const length = o.integer(3);
  const [x, gamma, beta, addend, out] = [o.word(0), o.word(4), o.word(5), o.word(7), o.word(8)];
  const epsilon = o.float(6);
  const isCentered = o.integer(9) !== 0;
  for (let slice = 0; slice < slices; slice++) {
    const at = slice * length;
    const mean = isCentered ? meanOf(float32, x + at, length) : 0;
    const deviation = deviationOf(float32, x + at, mean, length, epsilon);
    for (let i = 0; i < length; i++) {
      const normal = fround(fround(float32[x + at + i] - mean) / deviation);
      const y = fround(fround(normal * float32[gamma + i]) + float32[beta + i]);
      float32[out + at + i] = addend === 0 ? y : y + float32[addend + at + i];
    }
  }
}

/** The mean of `length` floats. */
export function meanOf(x: Float32Array, from: number, length: number): number {
  return fround(sum(x, from, length) / length);
}

/** √(mean of (x − mean)² + epsilon). */
export function deviationOf(
  x: Float32Array,
  from: number,
  mean: number,
  length: number,
  epsilon: number,
): number {
  const variance = fround(sumOfSquares(x, from, mean, length) / length);
  return fround(Math.sqrt(fround(variance + epsilon)));
}

const partial = new Float32Array(16);

/** Sixteen partial sums, element i in sum i mod 16, as the SIMD kernel holds them. */
function sum(x: Float32Array, from: number, length: number): number {
  partial.fill(0);
  for (let i = 0; i < length; i++) partial[i & 15] += x[from + i];
  return sumOfPartials();
}

function sumOfSquares(x: Float32Array, from: number, mean: number, length: number): number {
  partial.fill(0);
  for (let i = 0; i < length; i++) {
    const difference = fround(x[from + i] - mean);
    partial[i & 15] += fround(difference * difference);
  }
  return sumOfPartials();
}

function sumOfPartials(): number {
  return fround(fround(lane(0) + lane(2)) + fround(lane(1) + lane(3)));
}

function lane(i: number): number {
  return fround(fround(partial[i] + partial[i + 4]) + fround(partial[i + 8] + partial[i + 12]));
}
