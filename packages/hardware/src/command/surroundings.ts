import type { synthesize } from "../synthesis/synthesize.ts";

/** What a run writes to, and what it synthesises with. */
export interface Surroundings {
  readonly output: (text: string) => void;
  readonly error: (text: string) => void;
  readonly signal: AbortSignal;
  /** Default: Yosys. */
  readonly synthesizer?: typeof synthesize;
}
