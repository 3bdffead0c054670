/** Words of the shared control block. */
export const controlWords = 3;
const arrivedWord = 0;
const generationWord = 1;
const brokenWord = 2;

/** A meeting point of `parties` threads over a shared block of {@link controlWords} 32-bit words. */
export class Barrier {
  readonly #control: Int32Array;
  readonly #parties: number;

  constructor(control: Int32Array, parties: number) {
    this.#control = control;
    this.#parties = parties;
  }

  /** Blocks until every party has arrived.
   *  @throws Error if the barrier is or gets broken, because a party will never come. */
  wait(): void {
    const control = this.#control;
    const generation = Atomics.load(control, generationWord);
    if (Atomics.add(control, arrivedWord, 1) === this.#parties - 1) {
      Atomics.store(control, arrivedWord, 0);
      Atomics.add(control, generationWord, 1);
      Atomics.notify(control, generationWord);
    }
    while (Atomics.load(control, generationWord) === generation) {
      this.#refuseIfBroken();
      Atomics.wait(control, generationWord, generation);
    }
    this.#refuseIfBroken();
  }

  /** Wakes every waiting party with an error, now and for ever. */
  break(): void {
    Atomics.store(this.#control, brokenWord, 1);
    Atomics.add(this.#control, generationWord, 1);
    Atomics.notify(this.#control, generationWord);
  }

  #refuseIfBroken(): void {
    if (Atomics.load(this.#control, brokenWord) === 1) {
      throw new Error("Barrier.wait: another party has failed");
    }
  }
}
