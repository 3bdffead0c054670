import { sinusoidalPositions } from "@bnnkit/model";

/** Rows that a table has at first. */
const initialRows = 64;

/** The sinusoidal position tables of a model, each as long as a batch has needed so far: a description may allow many more
 *  positions than its texts ever have. */
export class PositionTables {
  readonly #tables = new Map<number, Float32Array>();

  /** float32 [length, features], the first rows of the table of that width. */
  rows(length: number, features: number): Float32Array {
    let table = this.#tables.get(features) ?? new Float32Array(0);
    const needed = length * features;
    if (table.length < needed) {
      const doubled = (2 * table.length) / features;
      table = sinusoidalPositions(Math.max(length, doubled, initialRows), features);
      this.#tables.set(features, table);
    }
    return table.subarray(0, needed);
  }
}
