import type { TextTokenizer } from "@bnnkit/runtime/text";

/** What of a tokenizer a table follows. */
export type Vocabulary = Pick<TextTokenizer, "vocabularySize" | "idOf" | "spellingOf">;

/** The table of token rows for another vocabulary: `row(t) = mean of row'(p) over the parts p of t`, the parts being the
 *  longest tokens of the vocabulary before that spell it from left to right, the token itself where it is one of them.
 *  A token that nothing there spells, and an id without one, gets the mean of all rows.
 *  @param table  [from.vocabularySize, features]
 *  @returns [to.vocabularySize, features] */
export function carryTable(
  table: Float32Array,
  { from, to }: { readonly from: Vocabulary; readonly to: Vocabulary },
): Float32Array<ArrayBuffer> {
  const features = table.length / from.vocabularySize;
  const carried = new Float32Array(to.vocabularySize * features);
  const all = Array.from({ length: from.vocabularySize }, (_, id) => id);
  const unknown = meanRow(table, features, all);
  for (let id = 0; id < to.vocabularySize; id++) {
    const parts = partsOf(to.spellingOf(id) ?? "", from);
    carried.set(parts.length === 0 ? unknown : meanRow(table, features, parts), id * features);
  }
  return carried;
}

/** Ids of the longest tokens that spell a token from left to right; characters that none begins with are left out. */
function partsOf(spelling: string, { idOf }: Vocabulary): number[] {
  const characters = Array.from(spelling);
  const parts: number[] = [];
  for (let start = 0; start < characters.length; ) {
    let end = characters.length;
    let id: number | undefined;
    for (; end > start; end--) {
      id = idOf(characters.slice(start, end).join(""));
      if (id !== undefined) break;
    }
    if (id !== undefined) parts.push(id);
    start = Math.max(end, start + 1);
  }
  return parts;
}

function meanRow(
  table: Float32Array,
  features: number,
  ids: readonly number[],
): Float32Array | Float64Array {
  if (ids.length === 1) return table.subarray(ids[0] * features, (ids[0] + 1) * features);
  const mean = new Float64Array(features);
  for (const id of ids) {
    for (let k = 0; k < features; k++) mean[k] += table[id * features + k] / ids.length;
  }
  return mean;
}
