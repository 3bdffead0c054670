import { featureNames } from "../estimate/unit-features.ts";
import type { Module } from "../netlist/module.ts";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { unsignedWidth } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { foldCounter } from "../units/fold-counter.ts";
import { foldControl, type MatrixVectorConfig } from "../units/matrix-vector.ts";
import { addCounts, type CircuitCounts, moduleCounts } from "./circuit-counts.ts";

const multiplexersAt = featureNames.indexOf("multiplexers");
const registerBitsAt = featureNames.indexOf("registerBits");

/**
 * Counts what the rows of a folded product share: three counters, a few gates, and the vector that is kept.
 *
 * Its netlist for two steps and folds of a bit, with counters of other sizes: foldings are many, and their counters few.
 */
export function controlCounter(
  target: Target,
): (
  config: Pick<MatrixVectorConfig, "inputs" | "simd" | "outputs" | "pe" | "input">,
) => CircuitCounts {
  const counters = new Map<number, CircuitCounts>();
  const counterOf = (modulus: number): CircuitCounts => {
    const counts = counters.get(modulus) ?? moduleCounts(counterModule(modulus), target);
    counters.set(modulus, counts);
    return counts;
  };
  const bases = new Map<string, CircuitCounts>();
  const baseOf = (steps: number, folds: number): CircuitCounts => {
    const key = `${steps} ${folds}`;
    const counts = bases.get(key) ?? moduleCounts(controlModule(steps, folds), target);
    bases.set(key, counts);
    return counts;
  };
  return ({ inputs, simd, outputs, pe, input }) => {
    const [steps, folds] = [inputs / simd, outputs / pe];
    const [fewSteps, fewFolds] = [Math.min(2, steps), Math.min(2, folds)];
    const sizes = [steps, folds, steps * folds];
    const few = [fewSteps, fewFolds, fewSteps * fewFolds];
    const more = sizes.reduce(
      (sum, size) => addCounts(sum, counterOf(size)),
      baseOf(fewSteps, fewFolds),
    );
    const counts = few.reduce((sum, size) => addCounts(sum, counterOf(size), -1), more);
    const bits = simd * input.bits;
    const kept = folds > 1 ? bits - 1 : 0;
    // The fold of a sum goes with it, and so does the vector, if it is one step long.
    const registers = (folds > 1 ? widthOf(folds) - 1 : 0) + (steps === 1 ? kept : 0);
    return {
      ...counts,
      features: counts.features.map((count, i) => {
        if (i === multiplexersAt) return count + kept;
        return i === registerBitsAt ? count + registers : count;
      }),
      ff: counts.ff + registers,
      memories: counts.memories.map((memory) => ({
        ...memory,
        ...{ words: 2 ** widthOf(steps), width: bits },
      })),
    };
  };
}

/** Bits that count so many. */
function widthOf(size: number): number {
  return unsignedWidth(size - 1);
}

function counterModule(modulus: number): Module {
  const m = new ModuleBuilder("counter");
  const [enable] = m.input("enable", 1);
  const { value, first, last, advance } = foldCounter(m, modulus);
  m.output("q", [...value, first, last, ...advance(enable)]);
  return m.build();
}

/** What rows share, for a vector whose steps are a bit wide. */
function controlModule(steps: number, folds: number): Module {
  const m = new ModuleBuilder("control");
  const data = m.input("in_data", 1);
  const [valid, ready] = m.input("handshake", 2);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const sizes = { inputs: steps, simd: 1, outputs: folds, pe: 1 };
  const control = foldControl(m, { data, valid }, sizes, { isFull, ready });
  const { values, canMove, isSummed, isFirst, fold, address, isMade, takes } = control;
  full.connect(m.or([isMade], m.and([isFull], m.not([ready]))));
  m.output("values", values);
  m.output("flags", [canMove, isSummed, isFirst, isMade, takes, isFull, ...fold, ...address]);
  return m.build();
}
