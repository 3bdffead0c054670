import type { Instruction, Value } from "./instruction.ts";

export interface Placement {
  /** Rows that each value has room for. */
  readonly rows: number;
  /** Values that lie somewhere already (or must outlive the tape): they keep their memory. */
  readonly placed: ReadonlyMap<Value, number>;
  readonly allocate: (byteLength: number) => number;
}

/** Gives every value that the instructions write an offset. A value's memory is used again after its last
 *  reader, and by an element-wise operation's result where that operation is the last reader itself. */
export function placeValues(
  instructions: readonly Instruction[],
  { rows, placed, allocate }: Placement,
): ReadonlyMap<Value, number> {
  const offsets = new Map(placed);
  const lastUse = new Map<Value, number>();
  instructions.forEach(({ reads, writes }, index) => {
    for (const value of [...reads, ...writes]) lastUse.set(value, index);
  });
  const free: Block[] = [];
  const owned = new Map<Value, Block>();
  const freeDead = (values: readonly Value[], index: number) => {
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
      const byteLength = rows * value.bytesPerRow;
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
