import { StepTime } from "./step-time.ts";

const windowSeconds = 60;

/** How far a run is after a step. */
export interface Progress {
  readonly step: number;
  /** What it has learnt from so far: target tokens, or images. */
  readonly count: number;
}

/** What a run learns from in a second, over the last minute or so. Short evaluations are included; long ones, and pauses in which
 *  the process stood still, are not. */
export class ProgressRate {
  /** From the first step's end on: starting the workers is no training. */
  readonly #marks: (Progress & { readonly seconds: number })[] = [];
  readonly #stepTime = new StepTime();
  #lastTime = Number.NaN;

  /** A step has ended.
   *  @param time  in milliseconds on a clock that does not go back */
  add({ step, count }: Progress, time: number = performance.now()): void {
    const last = this.#marks.at(-1);
    const seconds = last ? last.seconds + this.#stepTime.count((time - this.#lastTime) / 1000) : 0;
    this.#lastTime = time;
    this.#marks.push({ seconds, step, count });
    while (this.#marks.length > 2 && seconds - this.#marks[0].seconds > windowSeconds) {
      this.#marks.shift();
    }
  }

  /** As text; "?" before the second step. */
  get perSecond(): string {
    const { count, steps, seconds } = this.#span();
    return steps === 0 ? "?" : (count / seconds).toFixed(0);
  }

  /** NaN before the second step. */
  get secondsPerStep(): number {
    const { steps, seconds } = this.#span();
    return steps === 0 ? Number.NaN : seconds / steps;
  }

  #span(): { readonly count: number; readonly steps: number; readonly seconds: number } {
    const first = this.#marks[0];
    const last = this.#marks[this.#marks.length - 1];
    const seconds = Math.max(1e-9, last.seconds - first.seconds);
    return { count: last.count - first.count, steps: last.step - first.step, seconds };
  }
}
