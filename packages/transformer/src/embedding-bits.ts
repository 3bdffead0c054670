import { type GridOptions, roundToGrid } from "./odd-grid.ts";
import { type QuantizedTable, quantizeTable } from "./quantized-table.ts";

/** Bits of the codes that a table may have: int8, or fewer on a grid of odd numbers. */
export type CodedTableBits = 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Bits of the numbers of an embedding; of all but 32, float, the rows of the logits are rounded to int8, too. */
export type EmbeddingBits = CodedTableBits | 32;

const allBits: readonly EmbeddingBits[] = [2, 3, 4, 5, 6, 7, 8, 32];

/** Whether an embedding may have numbers of so many bits. */
export function isEmbeddingBits(bits: number): bits is EmbeddingBits {
  return allBits.some((known) => known === bits);
}

/** The codes of a table with a scale for each row: by `quantizeTable` in 8 bits, else on the grids that `roundToGrid` finds. */
export function codeTable(
  values: Float32Array,
  { rows, columns, bits }: GridOptions & { readonly bits: CodedTableBits },
): QuantizedTable {
  return bits === 8
    ? quantizeTable(values, rows, columns)
    : roundToGrid(values, { rows, columns, bits });
}
