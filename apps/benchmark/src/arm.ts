import type { Elapsed } from "./stopwatch.ts";

/** One implementation of an operator at one shape, ready to be timed. */
export interface Arm {
  readonly name: string;
  /** What it runs on, where that is not the processor. */
  readonly device?: string;
  /** Once through the operator; what may be prepared once (packed weights, buffers) has been. A promise only where
   *  `isAsynchronous` says so. */
  run(): void | Promise<void>;
  readonly isAsynchronous?: boolean;
  /** The result of the last run, so that it can be compared before anything is timed. */
  result(): ArrayLike<number> | Promise<ArrayLike<number>>;
  dispose(): void | Promise<void>;
  /** Only of an arm in another process: it holds the watch itself. */
  readonly watch?: RemoteWatch;
}

/** Times an arm where it runs. */
export interface RemoteWatch {
  /** How long so many runs take, one after the other. */
  time(runs: number): Promise<Elapsed>;
  /** How long one run takes after so many bytes have been overwritten. */
  timeCold(evictedBytes: number): Promise<Elapsed>;
}

/** Where a benchmark runs. */
export type Place = "node" | "browser";

/** An implementation that can be made ready for any operands of its operator. */
export interface Contender<Operands> {
  readonly name: string;
  /** Somebody else's, or a limit: the others are compared with it, and it may be absent. */
  readonly isPeer: boolean;
  /** Ours, and in need of what some engines lack: it may be absent as well. */
  readonly isOptional?: boolean;
  /** Where it can run; everywhere unless told. */
  readonly places?: readonly Place[];
  /** Whether it can spread over cores. */
  readonly threads: "one" | "any";
  /** Makes ready; the time it takes is reported, as `prepareMilliseconds`. */
  prepare(operands: Operands, threads: number): Promise<Arm>;
  /** Packages that it runs on, with their versions. Called after `prepare`. */
  versions?(): Promise<Readonly<Record<string, string>>>;
}
