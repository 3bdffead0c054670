import { checkLength, checkPositiveInteger } from "@bnnkit/core";
import {
  type FilterHashing,
  filterHashing,
  filtersOf,
  type HashSample,
  sampleHasher,
} from "./h3-hash.ts";
import { bitRows, type Samples } from "./samples.ts";

/** All that a network of filters is, as JSON-able fields and typed arrays. */
export interface FilterNetworkState extends FilterHashing {
  readonly classes: number;
  /** One bit per class, filter and entry: bit c mod 32 of word (filter·entries + entry)·⌈classes/32⌉ + ⌊c/32⌋. */
  readonly masks: Uint32Array;
  /** Added to the votes of each class. */
  readonly biases: Float64Array;
}

/** A trained network packed for inference: tables of one bit, in which one look-up answers for 32 classes, and votes counted
 *  bit-sliced over classes. BTHOWeN and, at a fixed level of bleaching, WiSARD become such a network. */
export class FilterNetwork {
  readonly inputs: number;
  readonly classes: number;
  /** Filters of each class. */
  readonly filters: number;
  readonly #state: FilterNetworkState;
  readonly #hash: HashSample;
  readonly #indices: Uint32Array;
  readonly #planes: Uint32Array;

  /** @throws RangeError if sizes do not fit, or bits are set for classes that do not exist. */
  constructor(state: Omit<FilterNetworkState, "biases"> & { readonly biases?: Float64Array }) {
    const hashing = filterHashing("FilterNetwork", state);
    const { classes, masks, biases = new Float64Array(classes) } = state;
    checkPositiveInteger("FilterNetwork", "classes", classes);
    checkLength("FilterNetwork", "biases", biases.length, classes);
    this.inputs = hashing.inputs;
    this.classes = classes;
    this.filters = filtersOf(hashing);
    const stride = Math.ceil(classes / 32);
    checkLength("FilterNetwork", "masks", masks.length, this.filters * hashing.entries * stride);
    checkTail(masks, classes, stride);
    this.#state = { ...hashing, classes, masks, biases };
    this.#hash = sampleHasher(hashing);
    this.#indices = new Uint32Array(this.filters * hashing.hashes);
    this.#planes = new Uint32Array(32 - Math.clz32(this.filters));
  }

  /** Bytes of the tables alone, as publications count them: filters · entries · classes / 8. */
  get tableBytes(): number {
    return (this.filters * this.#state.entries * this.classes) / 8;
  }

  /** Row-major rows × classes: the filters of each class that know the sample, plus its bias.
   *  @throws RangeError for samples of another length or with values other than 0 and 1. */
  responses(samples: Samples): Float64Array<ArrayBuffer> {
    const rows = bitRows("FilterNetwork.responses", samples, this.inputs);
    const responses = new Float64Array(rows.rows * this.classes);
    for (let row = 0; row < rows.rows; row++) {
      this.#hash(rows.words, row * rows.wordsPerRow, this.#indices);
      this.#count(responses, row * this.classes);
    }
    return responses;
  }

  /** The class of each sample with the highest response, the lowest of those that tie. */
  predict(samples: Samples): Uint32Array<ArrayBuffer> {
    return firstArgmax(this.responses(samples), this.classes);
  }

  /** All of the network, to be stored; the constructor takes it back. */
  state(): FilterNetworkState {
    return this.#state;
  }

  #count(responses: Float64Array, first: number): void {
    const { classes, biases } = this.#state;
    const planes = this.#planes;
    for (let word = 0; 32 * word < classes; word++) {
      this.#sum(word);
      for (let c = 32 * word; c < Math.min(classes, 32 * word + 32); c++) {
        let votes = 0;
        for (let p = 0; p < planes.length; p++) votes += ((planes[p] >>> (c & 31)) & 1) << p;
        responses[first + c] = votes + biases[c];
      }
    }
  }

  /** Adds up the votes of 32 classes at once: plane p holds bit p of every count, and a mask is added by a carry through the planes. */
  #sum(word: number): void {
    const { classes, entries, hashes, masks } = this.#state;
    const planes = this.#planes;
    const indices = this.#indices;
    const stride = Math.ceil(classes / 32);
    planes.fill(0);
    for (let filter = 0; filter < this.filters; filter++) {
      let carry = -1;
      for (let k = filter * hashes; k < (filter + 1) * hashes; k++) {
        carry &= masks[(filter * entries + indices[k]) * stride + word];
      }
      for (let p = 0; carry !== 0; p++) {
        const plane = planes[p];
        planes[p] = plane ^ carry;
        carry &= plane;
      }
    }
  }
}

/** Whether a filter of a class knows the sample of which these are the table indices, filters × hashes of them. */
export function filterKnows(
  { classes, entries, hashes, masks }: FilterNetworkState,
  label: number,
  filter: number,
  indices: Uint32Array,
): boolean {
  const stride = Math.ceil(classes / 32);
  for (let k = filter * hashes; k < (filter + 1) * hashes; k++) {
    const word = masks[(filter * entries + indices[k]) * stride + (label >>> 5)];
    if (((word >>> (label & 31)) & 1) === 0) return false;
  }
  return true;
}

/** Per row of rows × cols values the first of the largest. */
export function firstArgmax(values: Float64Array, cols: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: values.length / cols }, (_, row) => {
    let best = 0;
    for (let c = 1; c < cols; c++) if (values[row * cols + c] > values[row * cols + best]) best = c;
    return best;
  });
}

function checkTail(masks: Uint32Array, classes: number, stride: number): void {
  const beyond = classes % 32 === 0 ? 0 : -1 << (classes % 32);
  for (let i = stride - 1; i < masks.length; i += stride) {
    if ((masks[i] & beyond) !== 0) {
      throw new RangeError(
        `FilterNetwork: masks must have bits of ${classes} classes only, got 0x${masks[i].toString(16)} in word ${i}`,
      );
    }
  }
}
