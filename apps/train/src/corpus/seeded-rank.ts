import { createHash } from "node:crypto";

/** A text's place in the shuffle of a seed: a hash of both, so that the order of a shuffled corpus depends on what is
 *  in it and on the seed, never on the order in which it was read. Ranks compare as strings. */
export function seededRank(seed: number, text: string): string {
  return createHash("sha256").update(`${seed}\t${text}`).digest("hex");
}

/** The items in the order of the ranks of their texts. */
export function seededOrder<Item>(
  items: Iterable<Item>,
  seed: number,
  textOf: (item: Item) => string,
): Item[] {
  return Array.from(items, (item) => ({ item, rank: seededRank(seed, textOf(item)) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ item }) => item);
}
