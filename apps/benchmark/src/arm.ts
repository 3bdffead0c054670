/** One implementation of an operator at one shape, ready to be timed. */
export interface Arm {
  readonly name: string;
  /** Once through the operator; what may be prepared once (packed weights, buffers) has been. */
  run(): void;
  /** The result of the last run, so that it can be compared before anything is timed. */
  result(): ArrayLike<number>;
  dispose(): void;
}

/** An implementation that can be made ready for any problem of its operator. */
export interface Contender<Problem> {
  readonly name: string;
  /** Somebody else's: the others are compared with it. */
  readonly isPeer: boolean;
  readonly threads: number;
  prepare(problem: Problem): Promise<Arm>;
  /** Packages that it runs on, with their versions. Called after `prepare`. */
  versions?(): Promise<Readonly<Record<string, string>>>;
}
