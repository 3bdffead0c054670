/** Runs one thing at a time, and only the latest: what is begun anew ends what runs. */
export class LatestRun {
  #controller = new AbortController();

  /** @param wait  Milliseconds in which something newer may come. */
  start(run: (signal: AbortSignal) => Promise<void>, wait: number): void {
    this.cancel();
    const { signal } = this.#controller;
    setTimeout(() => {
      if (!signal.aborted) void run(signal);
    }, wait);
  }

  cancel(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
  }
}
