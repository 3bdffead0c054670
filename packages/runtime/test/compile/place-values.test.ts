import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Instruction, Value } from "../../src/compile/instruction.ts";
import { placeValues } from "../../src/compile/place-values.ts";

const value = (name: string, bytesPerRow: number): Value => ({
  name,
  stream: "source",
  bytesPerRow,
});
const instruction = (
  reads: readonly Value[],
  writes: readonly Value[],
  inPlace: readonly Value[] = [],
): Instruction => ({ node: "n", stream: "source", reads, writes, inPlace, emit: () => undefined });

function place(instructions: readonly Instruction[], rows = 1, placed = new Map<Value, number>()) {
  let top = 1000;
  const allocate = (byteLength: number) => {
    top += byteLength;
    return top - byteLength;
  };
  return {
    offsets: placeValues(instructions, { rows, placed, allocate }),
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
  const memory = new Map<number, Value>();
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
