import { numbersAt } from "../definition.ts";
import type { TypedNode } from "../node.ts";
import { type Coded, codedFloats, realOf } from "./coded.ts";
import { element, matrix } from "./matrix.ts";
import { tapsOf } from "./windows.ts";

/** The largest, the mean or the first of the rows of each window. */
export function evaluatePool(typed: TypedNode<"pool">, x: Coded): Coded {
  const { take, window } = typed.node;
  const all = () => [Array.from({ length: x.rows }, (_, row) => row)];
  const places = (window === "all" ? all() : tapsOf(numbersAt(typed, 0).domain, window)).map(
    (taps) => taps.filter((row) => row >= 0),
  );
  const values = realOf(x);
  if (take === "mean") {
    return codedFloats(
      matrix(places.length, x.columns, (place, column) => {
        const rows = places[place];
        return rows.reduce((sum, row) => sum + element(values, row, column), 0) / rows.length;
      }),
    );
  }
  const chosen = (place: number, column: number): number => {
    if (take === "first") return places[place][0];
    return places[place].reduce((best, row) => {
      const value = element(values, row, column);
      // A NaN is the largest, wherever it stands.
      return value > element(values, best, column) || Number.isNaN(value) ? row : best;
    });
  };
  const rows = places.length;
  return {
    rows,
    columns: x.columns,
    terms: x.terms.map((term) => ({
      ...term,
      digits: matrix(rows, x.columns, (place, column) => {
        return term.digits[chosen(place, column) * x.columns + column];
      }).data,
      scales: new Float64Array(rows * term.slices).fill(term.scales[0]),
      offsets: term.offsets && new Float64Array(rows * term.slices).fill(term.offsets[0]),
    })),
  };
}
