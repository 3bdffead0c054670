import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { KeyTable } from "../../src/decode/key-table.ts";

/** Decodes `steps` with a cache of labels and returns what each row of the last step sees. */
function replay(steps: readonly (readonly number[])[], rows: number, capacity: number) {
  const table = new KeyTable(rows, steps.length, capacity);
  const cache: string[] = [];
  const slots = new Int32Array(rows);
  let expected: string[][] = [];
  steps.forEach((parents, step) => {
    const needed = table.reorder(parents);
    if (needed > table.capacity) table.grow(needed);
    table.append(parents.length, slots);
    expected = parents.map((parent, row) => [
      ...(step === 0 ? [] : expected[parent]!),
      `step ${step} row ${row}`,
    ]);
    parents.forEach((_, row) => {
      cache[slots[row]!] = `step ${step} row ${row}`;
    });
    const seen = parents.map((_, row) =>
      Array.from(
        { length: step + 1 },
        (_, position) => cache[table.table[row * steps.length + position]!],
      ),
    );
    expect(seen).toEqual(expected);
  });
  return table;
}

test("a row sees the keys of its own history after every reordering", () => {
  replay([[0, 1], [0, 0, 1], [2, 0, 1], [1, 1], [0]], 3, 3);
});

test("slots of dropped hypotheses are used again", () => {
  const steps = [[0, 1, 2], ...Array.from({ length: 20 }, () => [0, 0, 0])];
  expect(replay(steps, 3, 1).capacity).toBeLessThanOrEqual(20 + 3);
});

test.prop([
  fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 9 }),
])("for any reordering", (raw) => {
  const steps = raw.map((parents, i) => parents.map((p) => p % (i === 0 ? 9 : raw[i - 1]!.length)));
  replay(steps, 4, 1);
});
