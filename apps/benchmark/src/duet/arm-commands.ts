import type { Elapsed } from "../stopwatch.ts";

/** An arm at a shape, on one thread. */
export interface ArmName {
  readonly op: string;
  readonly shape: string;
  readonly arm: string;
}

/** The first line to a process that times arms: which of them it is asked about. */
export interface OpenArms {
  /** As `kernels --filter` takes it. */
  readonly filter: string;
  readonly isQuick: boolean;
  /** Makes the process slower on purpose, so that one can see that it is found: 0.1 does a tenth more. */
  readonly plantedSlowdown?: number;
}

/** A line to it. */
export type ArmCommand =
  | { readonly kind: "start"; readonly arm: ArmName }
  | (Turn & { readonly kind: "turn" });

/** What is timed in a turn: of the arm and of the reference kernel the fastest of some stretches of so many runs. A stretch
 *  that another process broke into has to fill its caches again, and is not the fastest. */
export interface Turn {
  readonly stretches: number;
  readonly runs: number;
  /** Of the reference kernel. */
  readonly referenceRuns: number;
}

/** The answer to each. */
export interface ArmAnswers {
  readonly opened: { readonly arms: readonly ArmName[] };
  /** With the reason where it does not start here. */
  readonly start: { readonly reason?: string };
  readonly turn: { readonly arm: Elapsed; readonly reference: Elapsed };
}
