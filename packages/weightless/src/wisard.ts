import {
  checkIndex,
  checkIntegerBetween,
  checkLength,
  checkPositiveInteger,
  seededWords,
} from "@bnnkit/core";
import { type BleachingOptions, bleach, bleachingRule, type Vote } from "./bleaching.ts";
import { checkLabels, digitRows, type Samples } from "./samples.ts";
import { addressOf, checkTuples, drawTuples, type Tuples } from "./tuples.ts";

export interface WisardOptions {
  /** Digits of a sample, n. */
  readonly inputs: number;
  readonly classes: number;
  /** Inputs per RAM node; not needed beside `tuples`. */
  readonly tupleSize?: number;
  /** A given mapping: one for all classes, or a list of one per class. */
  readonly tuples?: Tuples | readonly Tuples[];
  /** Whether random mappings are drawn once for all classes; false by default: one for each class. */
  readonly sharedMapping?: boolean;
  /** Whether random mappings use the inputs left over (see `randomTuples`); true by default. */
  readonly completeAddressing?: boolean;
  /** Of the random mappings; 0 by default. */
  readonly seed?: number;
  /** A sample's digits are 0 … base − 1, at most 256 of them; 2 by default. */
  readonly base?: number;
  /** Whether address 0 never votes; false by default. */
  readonly ignoreZero?: boolean;
}

/** All that a WiSARD is, as JSON-able fields and typed arrays. */
export interface WisardState {
  readonly inputs: number;
  readonly base: number;
  readonly ignoreZero: boolean;
  /** `tuples[class]`. */
  readonly tuples: readonly Tuples[];
  /** Samples learned, per class. */
  readonly learned: Float64Array;
  /** Addresses and counters of one node after the other, class by class; node i has those from `starts[i]` up to `starts[i + 1]`. */
  readonly starts: Uint32Array;
  readonly addresses: Float64Array;
  readonly counters: Float64Array;
}

/** Counters of one node by address; an address never seen has none. */
type RamNode = Map<number, number>;

/** WiSARD, Wilkie, Stonham and Aleksander's recognition device: per class a discriminator of RAM nodes, each addressed by a tuple of
 *  inputs and counting how often it saw each address. To learn is to count; the class whose nodes know most of a sample wins.
 *
 *  Memory grows with the number of distinct addresses seen, at most nodes · base^tupleSize, never with the samples. */
export class Wisard {
  readonly inputs: number;
  readonly classes: number;
  readonly base: number;
  readonly ignoreZero: boolean;
  /** The mapping, `tuples[class][node]`. */
  readonly tuples: readonly Tuples[];
  readonly #nodes: readonly (readonly RamNode[])[];
  readonly #learned: Float64Array;

  /** @throws RangeError for counts out of range, a mapping with indices beyond the inputs, or addresses beyond 2⁵³. */
  constructor(options: WisardOptions) {
    const { inputs, classes, base = 2, ignoreZero = false } = options;
    checkPositiveInteger("Wisard", "inputs", inputs);
    checkPositiveInteger("Wisard", "classes", classes);
    checkIntegerBetween("Wisard", "base", base, 2, 256);
    this.inputs = inputs;
    this.classes = classes;
    this.base = base;
    this.ignoreZero = ignoreZero;
    this.tuples = mappingOf(options);
    checkLength("Wisard", "tuples", this.tuples.length, classes);
    for (const tuples of this.tuples) checkTuples("Wisard", tuples, inputs, base);
    this.#nodes = this.tuples.map((tuples) => tuples.map((): RamNode => new Map()));
    this.#learned = new Float64Array(classes);
  }

  /** Rebuilds a network from what `state` returned.
   *  @throws RangeError if lengths, addresses or counters do not fit the mapping. */
  static fromState(state: WisardState): Wisard {
    const { inputs, base, ignoreZero, tuples, learned, starts, addresses, counters } = state;
    const wisard = new Wisard({ inputs, base, ignoreZero, tuples, classes: tuples.length });
    checkLength("Wisard.fromState", "learned", learned.length, tuples.length);
    wisard.#learned.set(learned);
    const nodes = tuples.flatMap((of, label) => of.map((_, node) => ({ label, node })));
    checkLength("Wisard.fromState", "starts", starts.length, nodes.length + 1);
    checkLength("Wisard.fromState", "addresses", addresses.length, starts[nodes.length]);
    checkLength("Wisard.fromState", "counters", counters.length, addresses.length);
    nodes.forEach(({ label, node }, i) => {
      checkIntegerBetween(
        "Wisard.fromState",
        `starts[${i + 1}]`,
        starts[i + 1],
        starts[i],
        addresses.length,
      );
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        wisard.#setCounter(label, node, addresses[k], counters[k]);
      }
    });
    return wisard;
  }

  /** Learns samples one after the other; in any order and any portions the outcome is the same.
   *  @throws RangeError for digits or labels out of range, before anything is learned. */
  partialFit(samples: Samples, labels: ArrayLike<number>): void {
    this.#count("Wisard.partialFit", samples, labels, 1);
  }

  /** Takes samples back; an address that was never seen stays unseen. */
  forget(samples: Samples, labels: ArrayLike<number>): void {
    this.#count("Wisard.forget", samples, labels, -1);
  }

  /** The vote on each sample. A class that has learned nothing takes no part; one that has forgotten all it learned still does with the
   *  rule "wisardpkg", without votes.
   *  @throws RangeError for digits out of range, or if no class has learned anything. */
  vote(samples: Samples, options: BleachingOptions = {}): Vote[] {
    const rule = bleachingRule("Wisard.vote", options);
    const { rows, digits } = digitRows("Wisard.vote", samples, this.inputs, this.base);
    if (this.#learned.every((count) => count <= 0)) {
      throw new RangeError("Wisard.vote: at least one class must have learned a sample, got none");
    }
    const takesPart = this.#nodes.map(
      (nodes, label) =>
        this.#learned[label] > 0 ||
        (rule.tie === "wisardpkg" && nodes.some(({ size }) => size > 0)),
    );
    return Array.from({ length: rows }, (_, row) =>
      bleach(this.#countersOf(digits, row * this.inputs, takesPart), rule),
    );
  }

  /** The winner of each vote. */
  predict(samples: Samples, options: BleachingOptions = {}): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.vote(samples, options), ({ label }) => label);
  }

  /** What a class looks like from inside: per input the sum of the counters of all addresses in which its digit is not 0. */
  mentalImage(label: number): Float64Array<ArrayBuffer> {
    checkIndex("Wisard.mentalImage", "label", label, "classes", this.classes);
    const image = new Float64Array(this.inputs);
    this.tuples[label].forEach((tuple, node) => {
      for (const [address, count] of this.#nodes[label][node]) {
        let rest = address;
        for (const input of tuple) {
          if (rest % this.base > 0) image[input] += count;
          rest = Math.floor(rest / this.base);
        }
      }
    });
    return image;
  }

  /** Addresses that a node has seen, with their counters. */
  counters(label: number, node: number): ReadonlyMap<number, number> {
    this.#checkNode("Wisard.counters", label, node);
    return this.#nodes[label][node];
  }

  /** Puts a counter in place, as loaded from elsewhere; a class with a counter takes part in votes. */
  setCounter(label: number, node: number, address: number, count: number): void {
    this.#setCounter(label, node, address, count);
    this.#learned[label] = Math.max(this.#learned[label], count);
  }

  /** Samples that each class has learned. */
  get learned(): readonly number[] {
    return [...this.#learned];
  }

  /** All of the network, to be stored; see {@link Wisard.fromState}. */
  state(): WisardState {
    const { inputs, base, ignoreZero, tuples } = this;
    const nodes = this.#nodes.flat();
    const starts = new Uint32Array(nodes.length + 1);
    nodes.forEach((node, i) => {
      starts[i + 1] = starts[i] + node.size;
    });
    const entries = nodes.flatMap((node) => [...node].sort(([a], [b]) => a - b));
    const addresses = Float64Array.from(entries, ([address]) => address);
    const counters = Float64Array.from(entries, ([, count]) => count);
    const learned = this.#learned.slice();
    return { inputs, base, ignoreZero, tuples, learned, starts, addresses, counters };
  }

  #count(where: string, samples: Samples, labels: ArrayLike<number>, step: 1 | -1): void {
    const { rows, digits } = digitRows(where, samples, this.inputs, this.base);
    checkLabels(where, labels, rows, this.classes);
    for (let row = 0; row < rows; row++) {
      const label = labels[row];
      this.#learned[label] += step;
      this.tuples[label].forEach((tuple, i) => {
        const node = this.#nodes[label][i];
        const address = addressOf(digits, row * this.inputs, tuple, this.base);
        const count = node.get(address);
        if (count !== undefined || step === 1) node.set(address, (count ?? 0) + step);
      });
    }
  }

  #countersOf(
    digits: Uint8Array,
    first: number,
    takesPart: readonly boolean[],
  ): (Float64Array | undefined)[] {
    return this.tuples.map((tuples, label) => {
      if (!takesPart[label]) return undefined;
      return Float64Array.from(tuples, (tuple, node) => {
        const address = addressOf(digits, first, tuple, this.base);
        if (this.ignoreZero && address === 0) return 0;
        return this.#nodes[label][node].get(address) ?? 0;
      });
    });
  }

  #setCounter(label: number, node: number, address: number, count: number): void {
    this.#checkNode("Wisard.setCounter", label, node);
    const cells = this.base ** this.tuples[label][node].length;
    checkIndex("Wisard.setCounter", "address", address, "base^tupleSize", cells);
    checkIntegerBetween("Wisard.setCounter", "count", count, -(2 ** 53), 2 ** 53);
    this.#nodes[label][node].set(address, count);
  }

  #checkNode(where: string, label: number, node: number): void {
    checkIndex(where, "label", label, "classes", this.classes);
    checkIndex(where, "node", node, "nodes", this.tuples[label].length);
  }
}

function mappingOf(options: WisardOptions): readonly Tuples[] {
  const { inputs, classes, tupleSize, tuples, seed = 0 } = options;
  if (tuples !== undefined)
    return isShared(tuples) ? Array.from({ length: classes }, () => tuples) : tuples;
  if (tupleSize === undefined) {
    throw new TypeError("Wisard: tupleSize or tuples must be given, got neither");
  }
  const next = seededWords(seed);
  const draw = (): Tuples =>
    drawTuples("Wisard", inputs, tupleSize, options.completeAddressing ?? true, next);
  const shared = options.sharedMapping === true ? draw() : undefined;
  return Array.from({ length: classes }, () => shared ?? draw());
}

function isShared(tuples: Tuples | readonly Tuples[]): tuples is Tuples {
  return tuples.every((tuple) => tuple.every((input) => typeof input === "number"));
}
