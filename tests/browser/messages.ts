/** What the page asks its worker. */
export interface Question {
  readonly sentences: readonly string[];
  readonly isa?: "js" | "wasm-simd128";
}

/** What the worker answers. */
export interface Answer {
  readonly translations: readonly string[];
  readonly isa: string;
  readonly verified: boolean;
}
