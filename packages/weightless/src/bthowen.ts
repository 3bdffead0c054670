import { checkIntegerBetween, checkLength, checkPositiveInteger } from "@bnnkit/core";
import { FilterNetwork, firstArgmax } from "./filter-network.ts";
import {
  type FilterHashing,
  type FilterHashingOptions,
  filterHashing,
  filtersOf,
  type HashSample,
  sampleHasher,
} from "./h3-hash.ts";
import { bitRows, checkLabels, type Samples } from "./samples.ts";

/** Sizes of a BTHOWeN network; order and hash parameters may be given, or else come from `seed`. */
export type BthowenOptions = FilterHashingOptions & { readonly classes: number };

/** All that a BTHOWeN network in training is, as JSON-able fields and typed arrays. */
export interface BthowenState extends FilterHashing {
  readonly classes: number;
  /** Counters, classes × filters × entries. */
  readonly counters: Uint32Array;
}

/** BTHOWeN (Susskind et al., PACT 2022): per class a discriminator of counting Bloom filters over thermometer bits. One pass trains
 *  it; `searchBleach` then finds the level at which its filters are binarized.
 *
 *  Memory is 4 · classes · filters · entries bytes, whatever the number of samples. */
export class Bthowen {
  readonly inputs: number;
  readonly classes: number;
  /** Filters of each class. */
  readonly filters: number;
  readonly #hashing: FilterHashing;
  readonly #counters: Uint32Array;
  readonly #hash: HashSample;
  readonly #indices: Uint32Array;

  /** @throws RangeError for sizes out of range and for an order or parameters that do not fit them. */
  constructor(options: BthowenOptions) {
    checkPositiveInteger("Bthowen", "classes", options.classes);
    this.#hashing = filterHashing("Bthowen", options);
    this.inputs = options.inputs;
    this.classes = options.classes;
    this.filters = filtersOf(this.#hashing);
    this.#counters = new Uint32Array(this.classes * this.filters * options.entries);
    this.#hash = sampleHasher(this.#hashing);
    this.#indices = new Uint32Array(this.filters * options.hashes);
  }

  /** Rebuilds a network from what `state` returned, or from counters trained elsewhere. */
  static fromState(state: BthowenState): Bthowen {
    const network = new Bthowen(state);
    checkLength("Bthowen.fromState", "counters", state.counters.length, network.#counters.length);
    network.#counters.set(state.counters);
    return network;
  }

  /** Learns samples one after the other: in each filter of the label's class, of the counters that the hashes point at, those that are
   *  least are raised by one (Bloom filters with conservative update).
   *  @throws RangeError for bits or labels out of range, before anything is learned. */
  partialFit(samples: Samples, labels: ArrayLike<number>): void {
    const bits = bitRows("Bthowen.partialFit", samples, this.inputs);
    checkLabels("Bthowen.partialFit", labels, bits.rows, this.classes);
    for (let row = 0; row < bits.rows; row++) {
      this.#hash(bits.words, row * bits.wordsPerRow, this.#indices);
      for (let filter = 0; filter < this.filters; filter++) this.#raise(labels[row], filter);
    }
  }

  /** Row-major rows × classes: filters of each class that have seen the sample at least `bleach` times. */
  responses(samples: Samples, bleach = 1): Float64Array<ArrayBuffer> {
    checkIntegerBetween("Bthowen.responses", "bleach", bleach, 1, 2 ** 32);
    const bits = bitRows("Bthowen.responses", samples, this.inputs);
    const responses = new Float64Array(bits.rows * this.classes);
    for (let row = 0; row < bits.rows; row++) {
      this.#hash(bits.words, row * bits.wordsPerRow, this.#indices);
      for (let label = 0; label < this.classes; label++) {
        let votes = 0;
        for (let filter = 0; filter < this.filters; filter++) {
          if (this.#least(label, filter) >= bleach) votes++;
        }
        responses[row * this.classes + label] = votes;
      }
    }
    return responses;
  }

  /** The class of each sample with the highest response, the lowest of those that tie. */
  predict(samples: Samples, bleach = 1): Uint32Array<ArrayBuffer> {
    return firstArgmax(this.responses(samples, bleach), this.classes);
  }

  /** The highest counter; beyond it no filter votes. */
  get maximumCounter(): number {
    return this.#counters.reduce((most, count) => Math.max(most, count), 0);
  }

  /** The network at a fixed level, one bit per entry, with the same responses as at that level. */
  binarize(bleach: number): FilterNetwork {
    checkIntegerBetween("Bthowen.binarize", "bleach", bleach, 1, 2 ** 32);
    const stride = Math.ceil(this.classes / 32);
    const cells = this.filters * this.#hashing.entries;
    const masks = new Uint32Array(cells * stride);
    this.#counters.forEach((count, i) => {
      const label = Math.floor(i / cells);
      if (count >= bleach) masks[(i % cells) * stride + (label >>> 5)] |= 1 << (label & 31);
    });
    return new FilterNetwork({ ...this.#hashing, classes: this.classes, masks });
  }

  /** All of the network, to be stored; see {@link Bthowen.fromState}. */
  state(): BthowenState {
    return { ...this.#hashing, classes: this.classes, counters: this.#counters.slice() };
  }

  #least(label: number, filter: number): number {
    const { hashes, entries } = this.#hashing;
    const first = (label * this.filters + filter) * entries;
    let least = Infinity;
    for (let k = filter * hashes; k < (filter + 1) * hashes; k++) {
      least = Math.min(least, this.#counters[first + this.#indices[k]]);
    }
    return least;
  }

  #raise(label: number, filter: number): void {
    const { hashes, entries } = this.#hashing;
    const first = (label * this.filters + filter) * entries;
    const raised = this.#least(label, filter) + 1;
    for (let k = filter * hashes; k < (filter + 1) * hashes; k++) {
      const cell = first + this.#indices[k];
      this.#counters[cell] = Math.max(this.#counters[cell], raised);
    }
  }
}
