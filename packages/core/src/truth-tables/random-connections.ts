import { type NextWord, shuffle } from "../seeded-words.ts";

/** Draws which of `width` values each input of `tables` tables reads: every value equally often, as far as the numbers allow, and none
 *  twice by one table, unless there are too few. */
export function randomConnections(
  width: number,
  tables: number,
  inputsPerTable: number,
  next: NextWord,
): Int32Array {
  const connections = new Int32Array(tables * inputsPerTable);
  let deck: number[] = [];
  for (let table = 0; table < tables; table++) {
    const first = table * inputsPerTable;
    const taken = new Set<number>();
    for (let slot = first; slot < first + inputsPerTable; slot++) {
      if (deck.length === 0) deck = shuffled(width, next);
      let place = deck.length - 1;
      if (taken.size < width) {
        while (place >= 0 && taken.has(deck[place])) place--;
        if (place < 0) {
          deck = [...shuffled(width, next), ...deck];
          place = deck.length - 1;
          while (taken.has(deck[place])) place--;
        }
      }
      [connections[slot]] = deck.splice(place, 1);
      taken.add(connections[slot]);
    }
  }
  return connections;
}

function shuffled(width: number, next: NextWord): number[] {
  const values = Array.from({ length: width }, (_, i) => i);
  shuffle(values, next);
  return values;
}
