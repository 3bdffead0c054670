import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** A differentiable function and where to try it. */
export interface GradientCase {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** Inputs lie in (−span, span); default 1. With "positive" they are shifted to (½, ½ + span). */
  readonly span?: number;
  readonly positive?: boolean;
  /** Bound of the third derivative along one input, for the error of the central difference; default 16. */
  readonly thirdDerivative?: number;
  /** The cpu backend has no or a wrong gradient: compare with central differences alone. */
  readonly withoutCpu?: boolean;
}

/** Inputs on a shuffled grid: distinct, and at least 2h apart from each other and from 0, where kinks lie. */
interface Grid {
  readonly inputs: Float32Array[];
  /** Step of the central differences; a power of two, so that x ± h is exact. */
  readonly h: number;
}

function makeGrid({ shapes, span = 1, positive = false }: GradientCase): Grid {
  const counts = shapes.map((shape) => shape.reduce((p, size) => p * size, 1));
  // 4h·n/2 ≤ span for the longest input
  const h = Math.min(2 ** -6, 2 ** Math.floor(Math.log2(span / (2 * Math.max(...counts)))));
  let seed = 1;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const inputs = counts.map((count, input) => {
    const values = Array.from(
      { length: count },
      (_, i) => (4 * i + 2 - 4 * Math.floor(count / 2)) * h,
    );
    for (let i = count - 1; i > 0; i--) {
      const j = next(i + 1);
      [values[i], values[j]] = [values[j], values[i]];
    }
    // every other input lies between the points of the first
    const shift = (input % 2) * 2 * h + (positive ? 0.5 + span : 0);
    return Float32Array.from(values, (value) => value + shift);
  });
  return { inputs, h };
}

function weightsFor(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.cos(3 * i + 1));
}

/** Σ w·f(x) in float64. */
function weightedSum(
  f: GradientCase["f"],
  inputs: readonly Float32Array[],
  shapes: GradientCase["shapes"],
) {
  const values = tf.tidy(() => f(...inputs.map((x, i) => tf.tensor(x, [...shapes[i]]))).dataSync());
  const weights = weightsFor(values.length);
  let sum = 0;
  let magnitude = 0;
  values.forEach((value, i) => {
    sum += weights[i] * value;
    magnitude += Math.abs(weights[i] * value);
  });
  return { sum, magnitude };
}

function evaluate({ f, shapes }: GradientCase, inputs: readonly Float32Array[]) {
  const tensors = inputs.map((x, i) => tf.tensor(x, [...shapes[i]]));
  const value = tf.tidy(() => f(...tensors));
  const weights = tf.tensor(weightsFor(value.size), value.shape);
  const gradients = tf.grads((...xs: tf.Tensor[]) => tf.sum(tf.mul(f(...xs), weights)))(tensors);
  const result = {
    shape: value.shape,
    value: value.dataSync(),
    gradients: gradients.map((g) => g.dataSync()),
  };
  tf.dispose([...tensors, value, weights, ...gradients]);
  return result;
}

function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    const distance = Math.abs(actual[i] - expected[i]);
    expect(distance, `${what}[${i}]: ${actual[i]} against ${expected[i]}`).toBeLessThanOrEqual(
      tolerance,
    );
  }
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Value and gradient on wasm against the cpu backend, and the gradient against central differences. */
export async function checkGradient(gradientCase: GradientCase): Promise<void> {
  const { f, shapes, thirdDerivative = 16 } = gradientCase;
  const { inputs, h } = makeGrid(gradientCase);
  await tf.setBackend("wasm");
  const tensorsBefore = tf.memory().numTensors;
  const wasm = evaluate(gradientCase, inputs);
  expect(tf.memory().numTensors, "tensors left behind").toBe(tensorsBefore);
  const { magnitude } = weightedSum(f, inputs, shapes);
  wasm.gradients.forEach((gradient, i) => {
    const stride = Math.ceil(gradient.length / 16);
    for (let at = 0; at < gradient.length; at += stride) {
      const shifted = (by: number) => {
        const moved = inputs.map((x) => x.slice());
        moved[i][at] += by;
        return weightedSum(f, moved, shapes).sum;
      };
      const difference = (shifted(h) - shifted(-h)) / (2 * h);
      // rounding of the outputs, 4 units each, over 2h, and the cubic term of the expansion
      const tolerance = (4 * 2 ** -24 * 2 * magnitude) / (2 * h) + (h * h * thirdDerivative) / 6;
      expectClose([gradient[at]], [difference], tolerance, `d/d input ${i}, element ${at}`);
    }
  });
  if (gradientCase.withoutCpu) return;
  await tf.setBackend("cpu");
  const cpu = evaluate(gradientCase, inputs);
  await tf.setBackend("wasm");
  expect(wasm.shape).toEqual(cpu.shape);
  // 16 units in the last place of the largest element: sums of some hundred terms in another order
  expectClose(wasm.value, cpu.value, 2 ** -20 * (1 + largest(cpu.value)), "value");
  wasm.gradients.forEach((gradient, i) => {
    const tolerance = 2 ** -20 * (1 + largest(cpu.gradients[i]));
    expectClose(gradient, cpu.gradients[i], tolerance, `gradient ${i}`);
  });
}
