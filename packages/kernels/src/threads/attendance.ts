/** What one short instruction cost that was shared with a helper. */
const LATE = 4;
const ABSENT = 1;
const PROMPT = -1;

const TOO_MUCH = 16;
/** To wake it takes thread 0 several microseconds, which many short instructions pay for, but not each. */
const INSTRUCTIONS_WORTH_WAKING = 4;
const SHORTEST_PAUSE = 64;
const LONGEST_PAUSE = 4096;

/**
 * Whether it pays to ask a helper for a short instruction: one whose core is busy with something else comes late, and even takes time from thread
 * 0, so it is left alone for some instructions, for longer each time.
 *
 * This counts and never looks at a clock, and decides who computes, not what.
 */
export class Attendance {
  #burden = 0;
  #pause = 0;
  #nextPause: number = SHORTEST_PAUSE;
  #missed = 0;

  /** Whether to ask the helper to share the next instruction. */
  expects(): boolean {
    if (this.#pause === 0) return true;
    this.#pause--;
    return false;
  }

  /** Whether to wake it for a short instruction, since it sleeps. */
  isWorthWaking(): boolean {
    this.#missed = (this.#missed + 1) % INSTRUCTIONS_WORTH_WAKING;
    return this.#missed === 0;
  }

  /** It had come and was done soon after thread 0. */
  notePrompt(): void {
    this.#add(PROMPT);
  }

  /** It did not come until everything was done. */
  noteAbsent(): void {
    this.#add(ABSENT);
  }

  /** It had come, and thread 0 had to wait for it. */
  noteLate(): void {
    this.#add(LATE);
  }

  #add(burden: number): void {
    this.#burden = Math.max(0, this.#burden + burden);
    if (this.#burden === 0) {
      this.#nextPause = SHORTEST_PAUSE;
    } else if (this.#burden >= TOO_MUCH) {
      this.#burden = TOO_MUCH / 2;
      this.#pause = this.#nextPause;
      this.#nextPause = Math.min(LONGEST_PAUSE, 2 * this.#nextPause);
    }
  }
}
