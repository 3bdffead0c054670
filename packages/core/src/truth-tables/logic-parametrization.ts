import { drawNormal, type NextWord } from "../seeded-words.ts";
import { walshHadamard } from "./walsh-hadamard.ts";

/** How the real weights of a gate make a function of n inputs that is true to some degree:
 *
 *  - `"raw"` (Petersen et al. 2022): 16 weights, softmax over all gates of two inputs
 *  - `"light"`: 2ⁿ weights, the degree of each entry of the truth table is σ(w/τ)
 *  - `"warp"`: 2ⁿ weights of the characters χ_S = Π_{i ∈ S} (1 − 2xᵢ), the gate is σ(−Σ_S w_S χ_S/τ) */
export type LogicParametrization = "raw" | "light" | "warp";

/** Where gates start: `"random"`, normal weights; `"residual"`, all near the identity of their first input, for deep networks. */
export type LogicStart = "random" | "residual";

/** A parametrization at work on the weights of one gate. What a gate gives is the multilinear extension of 2ⁿ values, one an entry of its
 *  truth table, followed by σ if `isSquashed`. */
export interface GateWeights {
  readonly weightsPerGate: number;
  readonly isSquashed: boolean;
  /** Fills the weights of a gate. */
  start(weights: Float32Array, next: NextWord): void;
  /** Writes the values that the weights make. */
  valuesOf(weights: Float32Array, values: Float64Array): void;
  /** Adds the gradients of the weights to `gradients`; may overwrite those of the values. */
  backward(weights: Float32Array, ofValues: Float64Array, gradients: Float32Array): void;
  /** Writes the truth table that the gate becomes, an entry a number. */
  harden(weights: Float32Array, entries: Uint8Array): void;
}

/** How true the first input's identity is at a residual start. */
const residualDegree = 0.951;

/** @param inputs  n; 2 for `"raw"` */
export function gateWeights(
  parametrization: LogicParametrization,
  inputs: number,
  start: LogicStart,
  temperature: number,
): GateWeights {
  if (parametrization === "raw") return rawWeights(start, temperature);
  const make = parametrization === "light" ? lightWeights : warpWeights;
  return make(2 ** inputs, start, temperature);
}

/** Entry a of gate i, i the number whose binary digits, highest first, are its values at (first, second) = 00, 01, 10, 11: gate 1 is AND,
 *  3 the first input, 6 XOR, 7 OR. */
export function gateEntry(gate: number, address: number): number {
  const [first, second] = [address & 1, address >>> 1];
  return (gate >>> (3 - 2 * first - second)) & 1;
}

function rawWeights(start: LogicStart, temperature: number): GateWeights {
  const shares = new Float64Array(16);
  const softmax = (weights: Float32Array): void => {
    const most = Math.max(...weights);
    let sum = 0;
    for (let i = 0; i < 16; i++) {
      shares[i] = Math.exp((weights[i] - most) / temperature);
      sum += shares[i];
    }
    for (let i = 0; i < 16; i++) shares[i] /= sum;
  };
  return {
    weightsPerGate: 16,
    isSquashed: false,
    start: (weights, next) => {
      for (let i = 0; i < 16; i++) weights[i] = start === "random" ? drawNormal(next) : 0;
      if (start === "random") return;
      // Seven of the other fifteen gates, all equally likely, are true as well.
      const odds = (15 * residualDegree - 7) / (1 - residualDegree);
      weights[3] = temperature * Math.log(odds);
    },
    valuesOf: (weights, values) => {
      softmax(weights);
      values.fill(0);
      for (let i = 0; i < 16; i++) {
        for (let a = 0; a < 4; a++) if (gateEntry(i, a) === 1) values[a] += shares[i];
      }
    },
    backward: (weights, ofValues, gradients) => {
      softmax(weights);
      const ofGates = Array.from({ length: 16 }, (_, i) =>
        ofValues.reduce((sum, value, a) => sum + value * gateEntry(i, a), 0),
      );
      const mean = ofGates.reduce((sum, value, i) => sum + shares[i] * value, 0);
      ofGates.forEach((value, i) => {
        gradients[i] += (shares[i] * (value - mean)) / temperature;
      });
    },
    harden: (weights, entries) => {
      const best = weights.indexOf(Math.max(...weights));
      for (let a = 0; a < 4; a++) entries[a] = gateEntry(best, a);
    },
  };
}

function lightWeights(size: number, start: LogicStart, temperature: number): GateWeights {
  const degree = (weight: number): number => 1 / (1 + Math.exp(-weight / temperature));
  return {
    weightsPerGate: size,
    isSquashed: false,
    start: (weights, next) => {
      for (let a = 0; a < size; a++) {
        const shift = start === "random" ? 0 : (a & 1) === 1 ? 3 : -3;
        weights[a] = drawNormal(next) + shift;
      }
    },
    valuesOf: (weights, values) => {
      for (let a = 0; a < size; a++) values[a] = degree(weights[a]);
    },
    backward: (weights, ofValues, gradients) => {
      for (let a = 0; a < size; a++) {
        const y = degree(weights[a]);
        gradients[a] += (ofValues[a] * y * (1 - y)) / temperature;
      }
    },
    harden: (weights, entries) => {
      for (let a = 0; a < size; a++) entries[a] = weights[a] > 0 ? 1 : 0;
    },
  };
}

function warpWeights(size: number, start: LogicStart, temperature: number): GateWeights {
  const scratch = new Float64Array(size);
  const sums = (weights: Float32Array): Float64Array => {
    scratch.set(weights);
    walshHadamard(scratch);
    return scratch;
  };
  return {
    weightsPerGate: size,
    isSquashed: true,
    start: (weights, next) => {
      for (let set = 0; set < size; set++) weights[set] = start === "random" ? drawNormal(next) : 0;
      if (start === "random") return;
      weights[1] = temperature * Math.log(residualDegree / (1 - residualDegree));
    },
    valuesOf: (weights, values) => {
      const sum = sums(weights);
      for (let a = 0; a < size; a++) values[a] = -sum[a] / temperature;
    },
    backward: (_, ofValues, gradients) => {
      walshHadamard(ofValues);
      for (let set = 0; set < size; set++) gradients[set] -= ofValues[set] / temperature;
    },
    harden: (weights, entries) => {
      const sum = sums(weights);
      for (let a = 0; a < size; a++) entries[a] = sum[a] < 0 ? 1 : 0;
    },
  };
}
