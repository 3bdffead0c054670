import { seededIntegers, shuffle } from "../data/seeded-shuffle.ts";

/** Which samples each step of an epoch learns from: an order that seed and epoch decide alone, cut into full batches. */
export class EpochOrder {
  readonly stepsPerEpoch: number;
  readonly #count: number;
  readonly #batch: number;
  readonly #seed: number;
  #drawn: { readonly epoch: number; readonly order: readonly number[] } | undefined;

  /** @param count  of samples, one batch at least */
  constructor({
    count,
    batch,
    seed,
  }: {
    readonly count: number;
    readonly batch: number;
    readonly seed: number;
  }) {
    this.stepsPerEpoch = Math.floor(count / batch);
    this.#count = count;
    this.#batch = batch;
    this.#seed = seed;
  }

  /** Numbers of the samples of a step.
   *  @param step  counted from 0, over all epochs */
  at(step: number): readonly number[] {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (this.#drawn?.epoch !== epoch) {
      const order = shuffle([...Array(this.#count).keys()], seededIntegers(this.#seed, 1 + epoch));
      this.#drawn = { epoch, order };
    }
    const from = (step % this.stepsPerEpoch) * this.#batch;
    return this.#drawn.order.slice(from, from + this.#batch);
  }
}
