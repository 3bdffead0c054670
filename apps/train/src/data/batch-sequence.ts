import { type BatchPlanOptions, planEpoch } from "./batch-plan.ts";
import type { TokenPairs } from "./token-pairs.ts";

/** A place in the endless sequence of batches. */
export interface DataPosition {
  readonly epoch: number;
  /** Batches of the epoch that were taken already. */
  readonly batch: number;
}

/** Batches without end, epoch after epoch, from any position. */
export class BatchSequence {
  readonly #pairs: TokenPairs;
  readonly #options: BatchPlanOptions;
  #position: DataPosition;
  #plan: readonly (readonly number[])[];

  /** @param position  behind the last batch of its epoch, as it may be when batches have become larger, the next epoch
   *    begins
   *  @throws RangeError if there are no pairs */
  constructor(
    pairs: TokenPairs,
    options: BatchPlanOptions,
    position: DataPosition = { epoch: 0, batch: 0 },
  ) {
    if (pairs.count === 0) throw new RangeError("BatchSequence: pairs must not be empty");
    this.#pairs = pairs;
    this.#options = options;
    this.#position = position;
    this.#plan = planEpoch(pairs, position.epoch, options);
  }

  get position(): DataPosition {
    return this.#position;
  }

  /** Pair numbers of the next batch. */
  next(): readonly number[] {
    if (this.#position.batch >= this.#plan.length) {
      const epoch = this.#position.epoch + 1;
      this.#plan = planEpoch(this.#pairs, epoch, this.#options);
      this.#position = { epoch, batch: 0 };
    }
    const { epoch, batch } = this.#position;
    this.#position = { epoch, batch: batch + 1 };
    return this.#plan[batch];
  }
}
