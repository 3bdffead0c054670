import { expect, test } from "vitest";
import { EpochOrder } from "../../src/epochs/epoch-order.ts";

const epochOf = (order: EpochOrder, epoch: number): number[] =>
  [0, 1, 2].flatMap((step) => order.at(3 * epoch + step));

test("each epoch has every image once at most, in full batches, in an order of its own", () => {
  const order = new EpochOrder({ count: 17, batch: 5, seed: 1 });
  expect(order.stepsPerEpoch).toBe(3);
  const [first, second] = [epochOf(order, 0), epochOf(order, 1)];
  for (const epoch of [first, second]) {
    expect(epoch).toHaveLength(15);
    expect(new Set(epoch).size).toBe(15);
    for (const index of epoch) expect([...Array(17).keys()]).toContain(index);
  }
  expect(second).not.toEqual(first);
});

test("a step's images depend on seed and step alone", () => {
  const options = { count: 17, batch: 5, seed: 1 };
  const order = new EpochOrder(options);
  const forwards = [0, 4, 8].map((step) => order.at(step));
  expect([8, 4, 0].map((step) => new EpochOrder(options).at(step)).reverse()).toEqual(forwards);
  expect(new EpochOrder({ ...options, seed: 2 }).at(0)).not.toEqual(forwards[0]);
});
