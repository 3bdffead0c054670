import type { Code } from "@bnnkit/core";

/** Where the rows of a value stand: one for each position of the graph input `of`, or one for each pixel of a map, line by
 *  line. A vector is a map of one pixel. */
export type Domain =
  | { readonly kind: "sequence"; readonly of: string }
  | { readonly kind: "map"; readonly height: number; readonly width: number };

/** Rows of numbers over a domain. */
export interface NumbersType {
  readonly kind: "numbers";
  readonly domain: Domain;
  readonly features: number;
  readonly code: Code;
}

/** Ids in 0 … count − 1, one for each row. */
export interface IdsType {
  readonly kind: "ids";
  readonly domain: Domain;
  readonly count: number;
}

/** What a value is. Inferred, never written into a file. */
export type ValueType = NumbersType | IdsType;

/** One row, whatever was pooled into it. */
export const vectorDomain: Domain = { kind: "map", height: 1, width: 1 };

export function sameDomain(a: Domain, b: Domain): boolean {
  return formatDomain(a) === formatDomain(b);
}

/** A domain in a few characters: `source` or `28×28`. */
export function formatDomain(domain: Domain): string {
  return domain.kind === "sequence" ? domain.of : `${domain.height}×${domain.width}`;
}
