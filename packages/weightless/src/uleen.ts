import { checkLength, checkPositiveInteger, seededWords } from "@bnnkit/core";
import { crossEntropy } from "./cross-entropy.ts";
import { FilterEnsemble } from "./filter-ensemble.ts";
import { firstArgmax } from "./filter-network.ts";
import {
  type FilterHashing,
  type FilterHashingOptions,
  filterHashing,
  filtersOf,
} from "./h3-hash.ts";
import { correlationScores, uniformlyLowest } from "./prune-filters.ts";
import { bitRows, checkLabels, type Samples } from "./samples.ts";
import { type UleenPart, UleenSubmodel } from "./uleen-submodel.ts";

export interface UleenOptions {
  readonly inputs: number;
  readonly classes: number;
  /** Sizes of each submodel, with an order and hash parameters if they are given. */
  readonly submodels: readonly Omit<FilterHashingOptions, "inputs">[];
  /** Of the entries, and of orders and parameters that are not given; 0 by default. */
  readonly seed?: number;
}

/** How a step of training goes. */
export interface UleenStep {
  /** By default 1e-3. */
  readonly learningRate?: number;
  /** What learns, by default "tables". */
  readonly part?: UleenPart;
}

/** All that a ULEEN network in training is, but for the moments of Adam. */
export interface UleenState {
  readonly submodels: readonly (FilterHashing & {
    /** Entries in [−1, 1], filters × entries × classes. */
    readonly tables: Float32Array;
    /** One per class. */
    readonly biases: Float32Array;
  })[];
}

/** ULEEN (Susskind et al. 2023): an ensemble of networks of filters with real entries that act by their sign, trained by gradients that
 *  pass it straight through, pruned by correlation and packed to one bit per entry. */
export class Uleen {
  readonly inputs: number;
  readonly classes: number;
  #submodels: readonly UleenSubmodel[];

  /** Starts from entries uniform in [−1, 1).
   *  @throws RangeError for sizes out of range. */
  constructor(options: UleenOptions) {
    const { inputs, classes, submodels, seed = 0 } = options;
    checkPositiveInteger("Uleen", "classes", classes);
    checkPositiveInteger("Uleen", "number of submodels", submodels.length);
    const next = seededWords(seed);
    this.inputs = inputs;
    this.classes = classes;
    this.#submodels = submodels.map((sizes) => {
      const hashing = filterHashing("Uleen", { ...sizes, inputs, seed: sizes.seed ?? next() });
      const length = filtersOf(hashing) * hashing.entries * classes;
      const tables = Float32Array.from({ length }, () => next() / 2 ** 31 - 1);
      return new UleenSubmodel(hashing, tables, new Float32Array(classes));
    });
  }

  /** Rebuilds a network from what `state` returned; Adam starts anew.
   *  @throws RangeError if sizes do not fit. */
  static fromState({ submodels }: UleenState): Uleen {
    checkPositiveInteger("Uleen.fromState", "number of submodels", submodels.length);
    const [{ inputs, biases }] = submodels;
    const network = new Uleen({ inputs, classes: biases.length, submodels });
    network.#submodels = submodels.map((submodel) => {
      const hashing = filterHashing("Uleen.fromState", submodel);
      const length = filtersOf(hashing) * hashing.entries * biases.length;
      checkLength("Uleen.fromState", "tables", submodel.tables.length, length);
      checkLength("Uleen.fromState", "biases", submodel.biases.length, biases.length);
      return new UleenSubmodel(hashing, submodel.tables.slice(), submodel.biases.slice());
    });
    return network;
  }

  /** One step of Adam on a batch; the loss is the cross-entropy of each submodel, summed over submodels, meant over samples.
   *  @returns that loss before the step.
   *  @throws RangeError for bits or labels out of range or a rate that is not positive, before anything is learned; TypeError for an
   *  unknown part. */
  partialFit(samples: Samples, labels: ArrayLike<number>, step: UleenStep = {}): number {
    const { learningRate = 1e-3, part = "tables" } = step;
    checkStep(learningRate, part);
    const bits = bitRows("Uleen.partialFit", samples, this.inputs);
    checkLabels("Uleen.partialFit", labels, bits.rows, this.classes);
    const scores = new Float64Array(this.classes);
    let loss = 0;
    for (const submodel of this.#submodels) {
      for (let row = 0; row < bits.rows; row++) {
        scores.fill(0);
        submodel.addScores(bits.words, row * bits.wordsPerRow, scores);
        loss += crossEntropy(scores, labels[row], bits.rows);
        submodel.addGradients(scores, part);
      }
      submodel.step(part, learningRate);
    }
    return loss / bits.rows;
  }

  /** Row-major rows × classes: the sums of the submodels' scores. */
  responses(samples: Samples): Float64Array<ArrayBuffer> {
    const bits = bitRows("Uleen.responses", samples, this.inputs);
    const responses = new Float64Array(bits.rows * this.classes);
    for (let row = 0; row < bits.rows; row++) {
      const scores = responses.subarray(row * this.classes, (row + 1) * this.classes);
      for (const submodel of this.#submodels) {
        submodel.addScores(bits.words, row * bits.wordsPerRow, scores);
      }
    }
    return responses;
  }

  /** The class of each sample with the highest response, the lowest of those that tie. */
  predict(samples: Samples): Uint32Array<ArrayBuffer> {
    return firstArgmax(this.responses(samples), this.classes);
  }

  /** Removes from each submodel the ⌊ratio · filters⌋ filters that tell classes apart least on these samples, the same of every class; see
   *  `correlationScores`. Then the biases, and after them the tables, are trained on. */
  prune(samples: Samples, labels: ArrayLike<number>, ratio: number): void {
    this.#submodels = this.#submodels.map((submodel) => {
      const scores = correlationScores(submodel.pack(), samples, labels);
      return submodel.without(uniformlyLowest(this.classes, submodel.filters, scores, ratio));
    });
  }

  /** The network with one bit per entry; it predicts the same. */
  pack(): FilterEnsemble {
    return new FilterEnsemble(this.#submodels.map((submodel) => submodel.pack()));
  }

  /** All of the network, to be stored; see {@link Uleen.fromState}. */
  state(): UleenState {
    const submodels = this.#submodels.map(({ hashing, tables, biases }) => ({
      ...hashing,
      tables: tables.values.slice(),
      biases: biases.values.slice(),
    }));
    return { submodels };
  }
}

function checkStep(learningRate: number, part: UleenPart): void {
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(
      `Uleen.partialFit: learningRate must be positive and finite, got ${learningRate}`,
    );
  }
  if (part !== "tables" && part !== "biases") {
    throw new TypeError(`Uleen.partialFit: part must be "tables" or "biases", got ${String(part)}`);
  }
}
