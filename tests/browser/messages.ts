/** What the page asks its worker. */
export interface Question {
  readonly sentences: readonly string[];
}

/** What the worker answers. */
export interface Answer {
  readonly translations: readonly string[];
  readonly kernels: readonly string[];
  readonly verified: boolean;
}
