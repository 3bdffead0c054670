import { bytesOfRows, type Instruction, type RowSpace, type Rows } from "../compile/value.ts";

export interface Placement {
  /** How many rows each space has room for. */
  readonly rows: (space: RowSpace) => number;
  /** What lies somewhere already (or must outlive the tape): it keeps its memory. */
  readonly placed: ReadonlyMap<Rows, number>;
  readonly allocate: (byteLength: number) => number;
}

/** Gives everything that the instructions write an offset. Its memory is used again after its last
 *  reader, and by an element-wise operation's result where that operation is the last reader itself. */
export function placeRows(
  instructions: readonly Instruction[],
  { rows, placed, allocate }: Placement,
): ReadonlyMap<Rows, number> {
  const offsets = new Map(placed);
  const lastUse = new Map<Rows, number>();
  instructions.forEach(({ reads, writes }, index) => {
    for (const value of [...reads, ...writes]) lastUse.set(value, index);
  });
  const free: Block[] = [];
  const owned = new Map<Rows, Block>();
  const freeDead = (values: readonly Rows[], index: number) => {
    for (const value of values) {
      const block = owned.get(value);
      if (block === undefined || lastUse.get(value) !== index) continue;
      owned.delete(value);
      free.push(block);
    }
  };
  instructions.forEach(({ reads, writes, inPlace }, index) => {
    freeDead(inPlace, index);
    for (const value of writes) {
      if (offsets.has(value)) continue;
      const byteLength = bytesOfRows(value, rows(value.space));
      const block = takeBest(free, byteLength) ?? { offset: allocate(byteLength), byteLength };
      owned.set(value, block);
      offsets.set(value, block.offset);
    }
    freeDead([...reads, ...writes], index);
  });
  return offsets;
}

interface Block {
  readonly offset: number;
  readonly byteLength: number;
}

/** Removes and returns the smallest free block that is large enough. */
function takeBest(free: Block[], byteLength: number): Block | undefined {
  const [best] = free
    .filter((block) => block.byteLength >= byteLength)
    .sort((a, b) => a.byteLength - b.byteLength);
  if (best !== undefined) free.splice(free.indexOf(best), 1);
  return best;
}
