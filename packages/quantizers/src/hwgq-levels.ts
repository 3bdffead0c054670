import { checkIntegerBetween } from "@bnnkit/core";
import { normalDensity, normalMass } from "./normal-distribution.ts";

/** More levels than eight bits have. */
const mostLevels = 255;

/** Levels q₁ < … < q_m that minimize `E (q(x) − x)²` over x > 0 of N(0, 1), the nearest of them taken.
 *
 *  Uniform ones are multiples of one step: 0.7979; 0.6510; 0.5388 …; others are those of Lloyd and Max: 0.7979; 0.4528,
 *  1.5104; 0.3177, 1.0001, 1.8936 … Their mean square errors are known in closed form from the mass and the first moment
 *  of the density between two thresholds.
 *  @throws RangeError if `m` is no integer in 1 … 255. */
export function hwgqLevels(m: number, uniform: boolean): readonly number[] {
  checkIntegerBetween("hwgqLevels", "m", m, 1, mostLevels);
  if (!uniform) return lloydMaxLevels(m);
  const step = uniformStep(m);
  return Array.from({ length: m }, (_, j) => (j + 1) * step);
}

/** The step d where the derivative of the error is 0, `d = Σ j·I₁ / Σ j²·I₀` over its own thresholds, by bisection. */
function uniformStep(m: number): number {
  let [low, high] = [1 / (8 * m), 1];
  for (let i = 0; i < 60; i++) {
    const step = (low + high) / 2;
    if (errorSlope(m, step) < 0) low = step;
    else high = step;
  }
  return (low + high) / 2;
}

/** Half the derivative of `Σ_j ∫ (x − jd)² φ` by d. */
function errorSlope(m: number, step: number): number {
  let slope = 0;
  for (let j = 1; j <= m; j++) {
    const from = j === 1 ? 0 : (j - 0.5) * step;
    const to = j === m ? Number.POSITIVE_INFINITY : (j + 0.5) * step;
    slope += j * (j * step * normalMass(from, to) - firstMoment(from, to));
  }
  return slope;
}

/** Newton's method on the thresholds: each is in the middle of the means on both sides of it. */
function lloydMaxLevels(m: number): readonly number[] {
  let thresholds = startingThresholds(m);
  for (let i = 0; i < 100; i++) {
    const steps = newtonSteps(thresholds);
    thresholds = damped(thresholds, steps);
    if (steps.every((step) => Math.abs(step) < 1e-13)) break;
  }
  return cellsOf(thresholds).map(({ mean }) => mean);
}

/** Thresholds that are as dense as the cube root of the density, which many levels tend to: those of N(0, 3). */
function startingThresholds(m: number): readonly number[] {
  const total = normalMass(0, Number.POSITIVE_INFINITY);
  return Array.from({ length: m - 1 }, (_, j) => {
    let [low, high] = [0, 40];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (normalMass(0, middle / Math.sqrt(3)) < ((j + 1) / m) * total) low = middle;
      else high = middle;
    }
    return low;
  });
}

interface Cell {
  readonly mean: number;
  /** Derivatives of the mean by the two ends. */
  readonly byFrom: number;
  readonly byTo: number;
}

function cellsOf(thresholds: readonly number[]): readonly Cell[] {
  const ends = [0, ...thresholds, Number.POSITIVE_INFINITY];
  return ends.slice(0, -1).map((from, j) => {
    const to = ends[j + 1];
    const mass = normalMass(from, to);
    const mean = firstMoment(from, to) / mass;
    const byTo = to === Number.POSITIVE_INFINITY ? 0 : (normalDensity(to) * (to - mean)) / mass;
    return { mean, byFrom: (normalDensity(from) * (mean - from)) / mass, byTo };
  });
}

/** What to add to the thresholds t for `2t_j = mean_j + mean_{j+1}`: a system of three diagonals, by elimination. */
function newtonSteps(thresholds: readonly number[]): readonly number[] {
  const cells = cellsOf(thresholds);
  const upper: number[] = [];
  const right: number[] = [];
  for (const [j, threshold] of thresholds.entries()) {
    const [here, next] = [cells[j], cells[j + 1]];
    const below = j === 0 ? 0 : -here.byFrom;
    const pivot = 2 - here.byTo - next.byFrom - below * (upper[j - 1] ?? 0);
    upper.push(-next.byTo / pivot);
    const residual = here.mean + next.mean - 2 * threshold;
    right.push((residual - below * (right[j - 1] ?? 0)) / pivot);
  }
  const steps = [...right];
  for (let j = steps.length - 2; j >= 0; j--) steps[j] -= upper[j] * steps[j + 1];
  return steps;
}

/** The thresholds after the largest of the steps, halves, quarters … of them that keeps them in order. */
function damped(thresholds: readonly number[], steps: readonly number[]): readonly number[] {
  for (let share = 1; share > 1e-6; share /= 2) {
    const moved = thresholds.map((threshold, j) => threshold + share * steps[j]);
    if (moved.every((threshold, j) => threshold > (moved[j - 1] ?? 0))) return moved;
  }
  return thresholds;
}

/** `∫ x φ(x) dx`. */
function firstMoment(from: number, to: number): number {
  return normalDensity(from) - normalDensity(to);
}
