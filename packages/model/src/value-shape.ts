/**
 * Shape of a value. Every value has one row per position of the graph input named `positions`:
 * an id, `features` floats, or one score per word.
 */
export type ValueShape =
  | { readonly kind: "tokens"; readonly positions: string }
  | { readonly kind: "features"; readonly positions: string; readonly features: number }
  | { readonly kind: "logits"; readonly positions: string; readonly vocabularySize: number };
