import { checkFinite, checkIntegerBetween, checkLength, checkPositiveInteger } from "@bnnkit/core";
import { type MeanOfNodes, meanOfNodes, type NodeMean, type TargetSum } from "./node-means.ts";
import { digitRows, type Samples } from "./samples.ts";
import { addressOf, checkTuples, randomTuples, type Tuples } from "./tuples.ts";

export interface RegressionWisardOptions {
  /** Bits of a sample. */
  readonly inputs: number;
  /** Inputs per RAM node; not needed beside `tuples`. */
  readonly tupleSize?: number;
  /** A given mapping. */
  readonly tuples?: Tuples;
  /** Whether a random mapping uses the inputs left over; true by default. */
  readonly completeAddressing?: boolean;
  /** Of a random mapping; 0 by default. */
  readonly seed?: number;
  /** A node takes no part where its address has fewer zeros; 0 by default. */
  readonly minimumZeros?: number;
  /** A node takes no part where its address has fewer ones; 0 by default. */
  readonly minimumOnes?: number;
  /** By default "simple". */
  readonly mean?: NodeMean;
  /** p of the mean "power", 2 by default. */
  readonly power?: number;
}

/** All that a regression WiSARD has learned, as typed arrays; node i has what stands from `starts[i]` up to `starts[i + 1]`. */
export interface RegressionWisardState {
  readonly options: RegressionWisardOptions & { readonly tuples: Tuples };
  readonly starts: Uint32Array;
  readonly addresses: Float64Array;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** WiSARD for regression: each RAM node keeps count and sum of the targets seen at an address; a prediction is a mean over the nodes
 *  that know the sample, 0 if none does. */
export class RegressionWisard {
  readonly inputs: number;
  readonly tuples: Tuples;
  readonly #options: RegressionWisardOptions;
  readonly #nodes: readonly Map<number, TargetSum>[];
  readonly #mean: MeanOfNodes;

  /** @throws RangeError for sizes out of range or a mapping beyond the inputs; TypeError for an unknown mean. */
  constructor(options: RegressionWisardOptions) {
    const { inputs, minimumZeros = 0, minimumOnes = 0, mean = "simple", power = 2 } = options;
    checkPositiveInteger("RegressionWisard", "inputs", inputs);
    checkIntegerBetween("RegressionWisard", "minimumZeros", minimumZeros, 0, inputs);
    checkIntegerBetween("RegressionWisard", "minimumOnes", minimumOnes, 0, inputs);
    this.inputs = inputs;
    this.tuples = options.tuples ?? drawn(options);
    checkTuples("RegressionWisard", this.tuples, inputs, 2);
    this.#options = options;
    this.#nodes = this.tuples.map((): Map<number, TargetSum> => new Map());
    this.#mean = meanOfNodes("RegressionWisard", mean, power);
  }

  /** Rebuilds a network from what `state` returned.
   *  @throws RangeError if lengths do not fit the mapping. */
  static fromState({
    options,
    starts,
    addresses,
    counts,
    sums,
  }: RegressionWisardState): RegressionWisard {
    const network = new RegressionWisard(options);
    const where = "RegressionWisard.fromState";
    checkLength(where, "starts", starts.length, network.#nodes.length + 1);
    checkLength(where, "addresses", addresses.length, starts[starts.length - 1]);
    checkLength(where, "counts", counts.length, addresses.length);
    checkLength(where, "sums", sums.length, addresses.length);
    network.#nodes.forEach((node, i) => {
      checkIntegerBetween(where, `starts[${i + 1}]`, starts[i + 1], starts[i], addresses.length);
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        checkPositiveInteger(where, `counts[${k}]`, counts[k]);
        node.set(addresses[k], { count: counts[k], sum: sums[k] });
      }
    });
    return network;
  }

  /** Learns samples one after the other.
   *  @throws RangeError for values other than 0 and 1, or targets that are not finite, before anything is learned. */
  partialFit(samples: Samples, targets: ArrayLike<number>): void {
    const { rows, digits } = digitRows("RegressionWisard.partialFit", samples, this.inputs, 2);
    checkLength("RegressionWisard.partialFit", "targets", targets.length, rows);
    checkFinite("RegressionWisard.partialFit", "targets", targets);
    for (let row = 0; row < rows; row++) {
      this.#visit(digits, row, (node, address) => {
        const { count, sum } = node.get(address) ?? { count: 0, sum: 0 };
        node.set(address, { count: count + 1, sum: sum + targets[row] });
      });
    }
  }

  /** The value of each sample. */
  predict(samples: Samples): Float64Array<ArrayBuffer> {
    const { rows, digits } = digitRows("RegressionWisard.predict", samples, this.inputs, 2);
    return Float64Array.from({ length: rows }, (_, row) => {
      const known: TargetSum[] = [];
      this.#visit(digits, row, (node, address) => {
        const sum = node.get(address);
        if (sum !== undefined) known.push(sum);
      });
      return this.#mean(known);
    });
  }

  /** All of the network, to be stored; see {@link RegressionWisard.fromState}. */
  state(): RegressionWisardState {
    const starts = new Uint32Array(this.#nodes.length + 1);
    this.#nodes.forEach((node, i) => {
      starts[i + 1] = starts[i] + node.size;
    });
    const entries = this.#nodes.flatMap((node) => [...node]);
    return {
      options: { ...this.#options, tuples: this.tuples },
      starts,
      addresses: Float64Array.from(entries, ([address]) => address),
      counts: Float64Array.from(entries, ([, { count }]) => count),
      sums: Float64Array.from(entries, ([, { sum }]) => sum),
    };
  }

  #visit(
    digits: Uint8Array,
    row: number,
    visit: (node: Map<number, TargetSum>, address: number) => void,
  ): void {
    const { minimumZeros = 0, minimumOnes = 0 } = this.#options;
    const first = row * this.inputs;
    this.tuples.forEach((tuple, i) => {
      const ones = tuple.reduce((sum, input) => sum + digits[first + input], 0);
      if (ones < minimumOnes || tuple.length - ones < minimumZeros) return;
      visit(this.#nodes[i], addressOf(digits, first, tuple, 2));
    });
  }
}

function drawn({ inputs, tupleSize, completeAddressing, seed }: RegressionWisardOptions): Tuples {
  if (tupleSize === undefined) {
    throw new TypeError("RegressionWisard: tupleSize or tuples must be given, got neither");
  }
  return randomTuples({ inputs, tupleSize, complete: completeAddressing ?? true, seed: seed ?? 0 });
}
