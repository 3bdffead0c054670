import { type AdamParameters, adamParameters, adamStep } from "./adam.ts";
import { FilterNetwork } from "./filter-network.ts";
import { type FilterHashing, filtersOf, type HashSample, sampleHasher } from "./h3-hash.ts";

/** What of a submodel learns. */
export type UleenPart = "tables" | "biases";

/** One submodel of ULEEN: continuous Bloom filters, whose entries are reals in [−1, 1] that act by their sign. */
export class UleenSubmodel {
  readonly hashing: FilterHashing;
  readonly classes: number;
  readonly filters: number;
  /** Entries, filters × entries × classes. */
  readonly tables: AdamParameters;
  readonly biases: AdamParameters;
  readonly #hash: HashSample;
  readonly #indices: Uint32Array;
  readonly #entries: Uint32Array;
  #steps = 0;

  constructor(hashing: FilterHashing, tables: Float32Array, biases: Float32Array) {
    this.hashing = hashing;
    this.classes = biases.length;
    this.filters = filtersOf(hashing);
    this.tables = adamParameters(tables);
    this.biases = adamParameters(biases);
    this.#hash = sampleHasher(hashing);
    this.#indices = new Uint32Array(this.filters * hashing.hashes);
    this.#entries = new Uint32Array(this.#indices.length);
  }

  /** Adds to `scores`, one per class: the sum of the filters' outputs, each the least sign of the entries it looks up, and the bias. */
  addScores(words: Uint32Array, firstWord: number, scores: Float64Array): void {
    this.#lookUp(words, firstWord);
    const { classes, filters } = this;
    for (let label = 0; label < classes; label++) scores[label] += this.biases.values[label];
    for (let filter = 0; filter < filters; filter++) {
      for (let label = 0; label < classes; label++) {
        scores[label] += this.#negatives(filter, label) === 0 ? 1 : -1;
      }
    }
  }

  /** Adds the gradient of a loss to those of the part that learns, for the sample that was scored last.
   *
   *  The sign passes it unchanged (straight-through); the minimum shares it evenly among the look-ups that are least, which are all of
   *  them if their signs agree. */
  addGradients(ofScores: Float64Array, part: UleenPart): void {
    const { gradients } = part === "tables" ? this.tables : this.biases;
    if (part === "biases") {
      for (let label = 0; label < this.classes; label++) gradients[label] += ofScores[label];
      return;
    }
    const { values } = this.tables;
    const hashes = this.hashing.hashes;
    for (let filter = 0; filter < this.filters; filter++) {
      for (let label = 0; label < this.classes; label++) {
        const negatives = this.#negatives(filter, label);
        const share = ofScores[label] / (negatives === 0 ? hashes : negatives);
        for (let k = 0; k < hashes; k++) {
          const entry = this.#entries[filter * hashes + k] + label;
          if (negatives === 0 || values[entry] < 0) gradients[entry] += share;
        }
      }
    }
  }

  /** One step of Adam; entries stay in [−1, 1]. */
  step(part: UleenPart, rate: number): void {
    this.#steps++;
    if (part === "tables") adamStep(this.tables, this.#steps, rate, 1);
    else adamStep(this.biases, this.#steps, rate, Infinity);
  }

  /** The submodel with one bit per entry. With v votes of F filters the score is 2v − F + bias, so the packed bias is half of it. */
  pack(): FilterNetwork {
    const { classes, filters } = this;
    const { entries } = this.hashing;
    const stride = Math.ceil(classes / 32);
    const masks = new Uint32Array(filters * entries * stride);
    this.tables.values.forEach((value, i) => {
      const label = i % classes;
      if (value >= 0) masks[Math.floor(i / classes) * stride + (label >>> 5)] |= 1 << (label & 31);
    });
    const biases = Float64Array.from(this.biases.values, (bias) => bias / 2);
    return new FilterNetwork({ ...this.hashing, classes, masks, biases });
  }

  /** The submodel without some filters; Adam starts anew. */
  without(removed: ReadonlySet<number>): UleenSubmodel {
    const { tupleSize, entries } = this.hashing;
    const size = entries * this.classes;
    const order = this.hashing.order.filter((_, i) => !removed.has(Math.floor(i / tupleSize)));
    const tables = this.tables.values.filter((_, i) => !removed.has(Math.floor(i / size)));
    return new UleenSubmodel({ ...this.hashing, order }, tables, this.biases.values.slice());
  }

  /** Finds the entries of class 0 that each filter looks up; those of the other classes follow. */
  #lookUp(words: Uint32Array, firstWord: number): void {
    this.#hash(words, firstWord, this.#indices);
    const { entries, hashes } = this.hashing;
    for (let i = 0; i < this.#entries.length; i++) {
      this.#entries[i] = (Math.floor(i / hashes) * entries + this.#indices[i]) * this.classes;
    }
  }

  #negatives(filter: number, label: number): number {
    const { values } = this.tables;
    const hashes = this.hashing.hashes;
    let negatives = 0;
    for (let i = filter * hashes; i < (filter + 1) * hashes; i++) {
      if (values[this.#entries[i] + label] < 0) negatives++;
    }
    return negatives;
  }
}
