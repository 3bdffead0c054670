/** Token ids with a meaning of their own. */
export interface SpecialTokens {
  readonly padding: number;
  readonly begin: number;
  readonly end: number;
}
