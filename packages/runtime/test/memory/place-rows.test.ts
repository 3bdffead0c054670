import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Instruction, RowSpace, Rows } from "../../src/compile/value.ts";
import { placeRows } from "../../src/memory/place-rows.ts";

const space: RowSpace = { name: "all", domain: { kind: "sequence", of: "all" } };
const value = (name: string, bytesPerRow: number, of = space): Rows => ({
  name,
  space: of,
  bytesPerRow,
});
const instruction = (
  reads: readonly Rows[],
  writes: readonly Rows[],
  inPlace: readonly Rows[] = [],
): Instruction => ({ node: "n", space, reads, writes, inPlace, emit: () => undefined });

function place(instructions: readonly Instruction[], rows = 1, placed = new Map<Rows, number>()) {
  let top = 1000;
  const allocate = (byteLength: number) => {
    top += byteLength;
    return top - byteLength;
  };
  return {
    offsets: placeRows(instructions, {
      rows: (of) => (of === space ? rows : 10 * rows),
      placed,
      allocate,
    }),
    bytes: () => top - 1000,
  };
}

test("a chain needs two buffers, an element-wise chain one", () => {
  const chain = Array.from({ length: 7 }, (_, i) => value(`v${i}`, 10));
  const apart = chain.map((v, i) => instruction(i === 0 ? [] : [chain[i - 1]!], [v]));
  expect(place(apart, 3).bytes()).toBe(2 * 3 * 10);
  const inPlace = chain.map((v, i) => {
    const reads = i === 0 ? [] : [chain[i - 1]!];
    return instruction(reads, [v], reads);
  });
  expect(place(inPlace, 3).bytes()).toBe(3 * 10);
});

test("a value has room for the rows of its own space", () => {
  const many: RowSpace = { name: "many", domain: { kind: "map", height: 2, width: 5 } };
  const [few, most] = [value("few", 10), value("most", 10, many)];
  expect(place([instruction([], [few]), instruction([few], [most])], 3).bytes()).toBe(30 + 300);
});

test("what is placed keeps its place and is never reused", () => {
  const kept = value("kept", 10);
  const next = value("next", 10);
  const last = value("last", 10);
  const { offsets } = place(
    [instruction([], [kept]), instruction([kept], [next], [kept]), instruction([next], [last])],
    1,
    new Map([[kept, 16]]),
  );
  expect(offsets.get(kept)).toBe(16);
  expect([offsets.get(next), offsets.get(last)]).toEqual([1000, 1010]);
});

test.prop([
  fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      reads: fc.array(fc.nat(), { maxLength: 3 }),
      isInPlace: fc.boolean(),
    }),
    { minLength: 1, maxLength: 25 },
  ),
])("no value is overwritten before its last reader has run", (raw) => {
  const values = raw.map(({ size }, i) => value(`v${i}`, size));
  const instructions = raw.map(({ reads: numbers, isInPlace }, i) => {
    const reads = i === 0 ? [] : numbers.map((n) => values[n % i]!);
    const same = reads.filter((v) => v.bytesPerRow === values[i]!.bytesPerRow);
    return instruction(reads, [values[i]!], isInPlace ? same : []);
  });
  const { offsets } = place(instructions, 2);
  const memory = new Map<number, Rows>();
  for (const { reads, writes } of instructions) {
    for (const read of reads) {
      for (let i = 0; i < 2 * read.bytesPerRow; i++) {
        expect(memory.get(offsets.get(read)! + i)).toBe(read);
      }
    }
    for (const write of writes) {
      for (let i = 0; i < 2 * write.bytesPerRow; i++) memory.set(offsets.get(write)! + i, write);
    }
  }
});
