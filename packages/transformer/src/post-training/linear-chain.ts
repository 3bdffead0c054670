import type { MatrixSize } from "./matrix-size.ts";
import type { PlainTerm } from "./packed-matrix.ts";

/** What becomes of a linear layer: rows times scales of their features, and rows times matrices, one after the other. */
export type LinearChain = readonly LinearStep[];

/** One of them. */
export type LinearStep =
  /** A factor for each feature. */
  | { readonly kind: "scales"; readonly name: string; readonly scales: ArrayLike<number> }
  | ({
      readonly kind: "matrix";
      readonly name: string;
      readonly terms: readonly PlainTerm[];
    } & MatrixSize);

/** A linear layer that stays one, its matrix a sum of terms. */
export function oneMatrix(size: MatrixSize, terms: readonly PlainTerm[]): LinearChain {
  const { rows, columns } = size;
  return [{ kind: "matrix", name: "", rows, columns, terms }];
}
