const pauseSeconds = 60;
const pauseSteps = 20;
const remembered = 101;

/** Tells the time of steps from that in which the process stood still: stopped (SIGSTOP), or the machine asleep. */
export class StepTime {
  readonly #recent: number[] = [];

  /** The part of the time between two steps that counts: all of it, or, where it is more than a minute and more than 20
   *  times the median step, the median. */
  count(seconds: number): number {
    const median = medianOf(this.#recent);
    if (median !== undefined && seconds > pauseSeconds && seconds > pauseSteps * median) {
      return median;
    }
    this.#recent.push(seconds);
    if (this.#recent.length > remembered) this.#recent.shift();
    return seconds;
  }
}

function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
