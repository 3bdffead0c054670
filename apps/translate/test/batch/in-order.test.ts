import { expect, test } from "vitest";
import { inOrder } from "../../src/batch/in-order.ts";

async function* count(to: number): AsyncGenerator<number> {
  for (let i = 0; i < to; i++) yield i;
}

async function listOf<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

test("results come in the order of the values, however long each takes", async () => {
  const open = new Map<number, () => void>();
  const results = listOf(
    inOrder(
      count(5),
      3,
      (i) => new Promise<number>((resolve) => open.set(i, () => resolve(10 * i))),
    ),
  );
  while (!open.has(2)) await Promise.resolve();
  // No more than three are at work, the first of which is not done.
  expect([...open.keys()]).toEqual([0, 1, 2]);
  for (const i of [2, 1, 0]) open.get(i)?.();
  while (!open.has(4)) await Promise.resolve();
  for (const i of [4, 3]) open.get(i)?.();
  expect(await results).toEqual([0, 10, 20, 30, 40]);
});

test("nothing comes of nothing", async () => {
  expect(await listOf(inOrder(count(0), 2, async (i) => i))).toEqual([]);
});

test("a failure is told in its turn, and ends the work", async () => {
  const started: number[] = [];
  const results: number[] = [];
  const run = async (): Promise<void> => {
    const work = async (i: number): Promise<number> => {
      started.push(i);
      if (i === 1) throw new Error("failed as told");
      return i;
    };
    for await (const result of inOrder(count(100), 2, work)) results.push(result);
  };
  await expect(run()).rejects.toThrow("failed as told");
  expect([results, started.length]).toEqual([[0], 3]);
});
