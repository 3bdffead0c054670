import { checkEqual, checkLength } from "@bnnkit/core";
import { FilterNetwork, filterKnows } from "./filter-network.ts";
import { sampleHasher } from "./h3-hash.ts";
import { bitRows, checkLabels, type Samples } from "./samples.ts";

/** How well each filter tells its class from the others, classes × filters: over all samples the sum of (classes − 1)·r in the class of the
 *  label and of −r in the others, where r is +1 if the filter knows the sample and −1 if not. */
export function correlationScores(
  network: FilterNetwork,
  samples: Samples,
  labels: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const { classes, filters, inputs } = network;
  const state = network.state();
  const bits = bitRows("correlationScores", samples, inputs);
  checkLabels("correlationScores", labels, bits.rows, classes);
  const hash = sampleHasher(state);
  const indices = new Uint32Array(filters * state.hashes);
  const scores = new Float64Array(classes * filters);
  for (let row = 0; row < bits.rows; row++) {
    hash(bits.words, row * bits.wordsPerRow, indices);
    for (let filter = 0; filter < filters; filter++) {
      for (let label = 0; label < classes; label++) {
        const response = filterKnows(state, label, filter, indices) ? 1 : -1;
        scores[label * filters + filter] += (label === labels[row] ? classes - 1 : -1) * response;
      }
    }
  }
  return scores;
}

/** Which filters go.
 *
 *  - `"uniform"`: the same of every class, those whose best score over the classes is lowest; they leave the network, which shrinks
 *  - `"per-class"`: of each class those that score lowest there; they no longer vote, the tables keep their size */
export type PruneMode = "uniform" | "per-class";

/** Removes the ⌊ratio · filters⌋ filters of each class with the lowest scores (the first of equals goes first). As every class loses equally
 *  many, votes stay comparable. Biases are kept.
 *  @throws RangeError unless 0 ≤ ratio < 1 and there is a score for each class and filter. */
export function pruneFilters(
  network: FilterNetwork,
  scores: ArrayLike<number>,
  ratio: number,
  mode: PruneMode = "uniform",
): FilterNetwork {
  const { classes, filters } = network;
  if (mode === "uniform") return without(network, uniformlyLowest(classes, filters, scores, ratio));
  if (mode !== "per-class") {
    throw new TypeError(`pruneFilters: mode must be "uniform" or "per-class", got ${String(mode)}`);
  }
  const count = removedCount(classes, filters, scores, ratio);
  const removed = Array.from({ length: classes }, (_, label) =>
    lowest(filters, count, (filter) => scores[label * filters + filter]),
  );
  return silenced(network, removed);
}

/** The ⌊ratio · filters⌋ filters whose best score over the classes is lowest. */
export function uniformlyLowest(
  classes: number,
  filters: number,
  scores: ArrayLike<number>,
  ratio: number,
): ReadonlySet<number> {
  return lowest(filters, removedCount(classes, filters, scores, ratio), (filter) => {
    let most = -Infinity;
    for (let label = 0; label < classes; label++) {
      most = Math.max(most, scores[label * filters + filter]);
    }
    return most;
  });
}

/** Gives the classes of a network other biases.
 *  @throws RangeError unless there is one for each. */
export function withBiases(network: FilterNetwork, biases: Float64Array): FilterNetwork {
  checkEqual("withBiases", "number of biases", biases.length, "classes", network.classes);
  return new FilterNetwork({ ...network.state(), biases });
}

function removedCount(
  classes: number,
  filters: number,
  scores: ArrayLike<number>,
  ratio: number,
): number {
  checkLength("pruneFilters", "scores", scores.length, classes * filters);
  if (ratio >= 0 && ratio < 1) return Math.floor(ratio * filters);
  throw new RangeError(`pruneFilters: ratio must be at least 0 and less than 1, got ${ratio}`);
}

function lowest(filters: number, count: number, score: (filter: number) => number): Set<number> {
  const order = Array.from({ length: filters }, (_, filter) => filter);
  return new Set(order.sort((a, b) => score(a) - score(b) || a - b).slice(0, count));
}

function without(network: FilterNetwork, removed: ReadonlySet<number>): FilterNetwork {
  const state = network.state();
  const { tupleSize, entries, classes } = state;
  const words = entries * Math.ceil(classes / 32);
  const order = state.order.filter((_, place) => !removed.has(Math.floor(place / tupleSize)));
  const masks = state.masks.filter((_, word) => !removed.has(Math.floor(word / words)));
  return new FilterNetwork({ ...state, order, masks });
}

function silenced(network: FilterNetwork, removed: readonly ReadonlySet<number>[]): FilterNetwork {
  const state = network.state();
  const { entries, classes } = state;
  const stride = Math.ceil(classes / 32);
  const masks = state.masks.slice();
  removed.forEach((filters, label) => {
    for (const filter of filters) {
      for (let entry = 0; entry < entries; entry++) {
        masks[(filter * entries + entry) * stride + (label >>> 5)] &= ~(1 << (label & 31));
      }
    }
  });
  return new FilterNetwork({ ...state, masks });
}
