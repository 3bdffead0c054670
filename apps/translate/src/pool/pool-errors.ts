/** There is more work waiting than the pool takes. */
export class OverloadedError extends Error {
  override readonly name = "OverloadedError";
  /** When there may be room, seconds from now. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super("too much work is waiting");
    this.retryAfter = retryAfter;
  }
}

/** The thread that translated a text has died of it, or of something else. */
export class WorkerDiedError extends Error {
  override readonly name = "WorkerDiedError";
}
