import { checkIntegerBetween } from "@bnnkit/core";
import type { Bthowen } from "./bthowen.ts";
import type { Samples } from "./samples.ts";

/** A level of bleaching and how many samples it gets right. */
export interface BleachTrial {
  readonly bleach: number;
  readonly correct: number;
}

export interface BleachSearch {
  /** The level found, at least 1. */
  readonly bleach: number;
  /** Levels that were tried, in order. */
  readonly trials: readonly BleachTrial[];
}

/** Searches the level of bleaching for a score that roughly has one peak, as BTHOWeN does: from ⌊max/2⌋ with step max(⌊max/4⌋, 1), moves
 *  to the best of level − step, level, level + step (the first of equals) and halves the step, until it stays at step 1. Levels below
 *  1 score 0.
 *  @param score  right answers at a level; each level is asked for once.
 *  @throws RangeError unless `maximum` is an integer ≥ 0. */
export function searchLevel(maximum: number, score: (bleach: number) => number): BleachSearch {
  checkIntegerBetween("searchLevel", "maximum", maximum, 0, 2 ** 32);
  const known = new Map<number, number>();
  const at = (level: number): number => {
    if (level < 1) return 0;
    const correct = known.get(level) ?? score(level);
    known.set(level, correct);
    return correct;
  };
  let level = Math.floor(maximum / 2);
  let step = Math.max(Math.floor(maximum / 4), 1);
  for (;;) {
    const levels = [level - step, level, level + step];
    const scores = levels.map(at);
    // If nothing is right at any of them, the first may be none.
    const best = Math.max(1, levels[scores.indexOf(Math.max(...scores))]);
    if (best === level && step === 1) break;
    level = best;
    step = Math.max(Math.floor(step / 2), 1);
  }
  const trials = [...known].map(([bleach, correct]) => ({ bleach, correct }));
  return { bleach: level, trials };
}

/** Finds the level at which a trained network is right most often on the given samples: a part that was held back, or what it was trained
 *  on where there is little. */
export function searchBleach(
  network: Bthowen,
  samples: Samples,
  labels: ArrayLike<number>,
): BleachSearch {
  return searchLevel(network.maximumCounter, (bleach) => {
    const predicted = network.binarize(bleach).predict(samples);
    return predicted.reduce((right, label, i) => right + (label === labels[i] ? 1 : 0), 0);
  });
}
