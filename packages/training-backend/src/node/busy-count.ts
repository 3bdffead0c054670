/** How many threads are at work, in one shared 32-bit word. Ending a thread inside native code would abort the whole
 *  process, so whoever ends threads waits here first. */
export class BusyCount {
  readonly #count: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#count = new Int32Array(memory);
  }

  enter(): void {
    Atomics.add(this.#count, 0, 1);
  }

  leave(): void {
    Atomics.sub(this.#count, 0, 1);
    Atomics.notify(this.#count, 0);
  }

  /** Blocks until no thread is at work, at most for the given time. */
  waitUntilIdle(timeoutMilliseconds: number): void {
    const deadline = performance.now() + timeoutMilliseconds;
    for (;;) {
      const count = Atomics.load(this.#count, 0);
      const left = deadline - performance.now();
      if (count <= 0 || left <= 0) return;
      Atomics.wait(this.#count, 0, count, left);
    }
  }
}
