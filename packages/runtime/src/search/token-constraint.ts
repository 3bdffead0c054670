/** What a search may generate next; immutable, one for each prefix.
 *
 *  A constraint leaves a way on: as long as `owed` tokens are missing, one that lowers `owed` is allowed, and
 *  once none is missing the end token may come. A token changes `owed` by nothing or lowers it by one. */
export interface TokenConstraint {
  /** Whether `token` may come next (the end token included). */
  allows(token: number): boolean;
  /** The constraint on what follows `token`, which it allows. */
  after(token: number): TokenConstraint;
  /** Fewest tokens that have to come before the end token may. */
  readonly owed: number;
}
