import type { Engine } from "../engine.ts";
import { pseudoRandom } from "../golden/pseudo-random.ts";
import type { WasmIsa } from "../isa.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { TapeKernels } from "../tape-kernels.ts";
import type { BinaryCandidate } from "./binary-candidates.ts";
import { choiceOf } from "./binary-choice.ts";
import type { ShapeBucket } from "./kernel-choice.ts";

/** Bytes of memory that the probes of a module fit into. */
export const PROBE_BYTES: number = 2 ** 23;

// Sizes that stand for a range, by where it starts.
const typicalRows: Readonly<Record<number, number>> = { 1: 2, 4: 6, 8: 16, 32: 64 };
const typicalInFeatures: Readonly<Record<number, number>> = { 1: 256, 513: 1024 };
const typicalOutFeatures: Readonly<Record<number, number>> = { 1: 64, 65: 256 };

const LARGEST_ROWS = 64;
const LARGEST_IN_FEATURES = 1024;
const LARGEST_OUT_FEATURES = 256;

/** Memory with operands for products of bits. All probes share them: the time of no kernel depends on the bits. */
export class BinaryProbes {
  readonly #kernels: TapeKernels;
  readonly #isa: WasmIsa;
  readonly #bits: number;
  readonly #weights: number;
  readonly #out: number;

  constructor(isa: WasmIsa, engine: Engine) {
    this.#isa = isa;
    this.#kernels = new TapeKernels(engine, PROBE_BYTES, "tuning");
    this.#bits = this.#putRandom((LARGEST_ROWS * LARGEST_IN_FEATURES) / 32);
    this.#weights = this.#putRandom((LARGEST_OUT_FEATURES * LARGEST_IN_FEATURES) / 32);
    this.#out = this.#kernels.allocate(4 * LARGEST_ROWS * LARGEST_OUT_FEATURES);
  }

  /** Runs a product of the bucket's typical size by the candidate. */
  probe(candidate: BinaryCandidate, bucket: ShapeBucket): () => void {
    const kernels = this.#kernels;
    const choice = choiceOf(this.#isa, candidate, [bucket]);
    const tape = new TapeBuilder(kernels, choice)
      .bgemmInt32({
        ...{ bits: this.#bits, weights: this.#weights, out: this.#out },
        rows: this.#put(Uint32Array.of(typicalRows[bucket.rows[0]])),
        inFeatures: typicalInFeatures[bucket.inFeatures[0]],
        outFeatures: typicalOutFeatures[bucket.outFeatures[0]],
      })
      .build();
    return () => kernels.run(tape);
  }

  #putRandom(length: number): number {
    const random = pseudoRandom(length);
    return this.#put(Uint32Array.from({ length }, () => random() * 2 ** 31));
  }

  #put(words: Uint32Array): number {
    const offset = this.#kernels.allocate(words.byteLength);
    this.#kernels.uint32(offset, words.length).set(words);
    return offset;
  }
}
