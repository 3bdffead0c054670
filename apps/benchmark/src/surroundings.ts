/** Where a command writes: results to one, progress and errors to the other. */
export interface Streams {
  readonly output: (text: string) => void;
  readonly error: (text: string) => void;
}

/** What a command gets from the process it runs in. */
export interface Surroundings {
  readonly streams: Streams;
  /** Aborted when the user presses Ctrl+C. */
  readonly signal: AbortSignal;
}
