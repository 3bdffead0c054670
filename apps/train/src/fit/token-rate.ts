import type { LossRow } from "./curve.ts";
import { StepTime } from "./step-time.ts";

const windowSeconds = 60;

/** Target tokens per second over the last minute or so. Short evaluations are included; long ones, and pauses in which
 *  the process stood still, are not. */
export class TokenRate {
  /** From the first step's end on: starting the workers is no training. */
  readonly #marks: { readonly seconds: number; readonly tokens: number; readonly step: number }[] =
    [];
  readonly #stepTime = new StepTime();
  #lastTime = Number.NaN;

  /** A step has ended.
   *  @param time  in milliseconds on a clock that does not go back */
  add({ tokens, step }: Pick<LossRow, "tokens" | "step">, time: number = performance.now()): void {
    const last = this.#marks.at(-1);
    const seconds = last ? last.seconds + this.#stepTime.count((time - this.#lastTime) / 1000) : 0;
    this.#lastTime = time;
    this.#marks.push({ seconds, tokens, step });
    while (this.#marks.length > 2 && seconds - this.#marks[0].seconds > windowSeconds) {
      this.#marks.shift();
    }
  }

  /** As text; "?" before the second step. */
  get tokensPerSecond(): string {
    const { tokens, steps, seconds } = this.#span();
    return steps === 0 ? "?" : (tokens / seconds).toFixed(0);
  }

  /** NaN before the second step. */
  get secondsPerStep(): number {
    const { steps, seconds } = this.#span();
    return steps === 0 ? Number.NaN : seconds / steps;
  }

  #span(): { readonly tokens: number; readonly steps: number; readonly seconds: number } {
    const first = this.#marks[0];
    const last = this.#marks[this.#marks.length - 1];
    const seconds = Math.max(1e-9, last.seconds - first.seconds);
    return { tokens: last.tokens - first.tokens, steps: last.step - first.step, seconds };
  }
}
