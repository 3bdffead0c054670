import { checkIntegerBetween, checkLength } from "@bnnkit/core";

/**
 * Tables of three to eight inputs as `truthTables` reads them: polynomials over GF(2) in the inputs behind the first two, whose
 * coefficients are functions of those (Reed and Muller).
 *
 * @param entries  2^inputsPerTable bits for each table, least significant first
 * @returns bytes [tables, 2^(inputsPerTable − 2)]: sixteen times the four entries of each coefficient.
 * @throws RangeError for other sizes.
 */
export function packTruthTables(
  inputsPerTable: number,
  tables: number,
  entries: Uint32Array,
): Uint8Array<ArrayBuffer> {
  checkIntegerBetween("packTruthTables", "inputsPerTable", inputsPerTable, 3, 8);
  checkIntegerBetween("packTruthTables", "tables", tables, 1, 2 ** 24);
  const words = Math.ceil((tables * 2 ** inputsPerTable) / 32);
  if (entries.length < words) checkLength("packTruthTables", "entries", entries.length, words);
  const terms = 2 ** (inputsPerTable - 2);
  const packed = Uint8Array.from({ length: tables * terms }, (_, i) => {
    return ((entries[i >>> 3] >>> (4 * (i & 7))) & 15) << 4;
  });
  for (let step = 1; step < terms; step *= 2) {
    for (let i = 0; i < packed.length; i++) if ((i & step) !== 0) packed[i] ^= packed[i - step];
  }
  return packed;
}
