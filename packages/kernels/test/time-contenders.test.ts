import { describe, expect, test } from "vitest";
import { middleOf, timeContenders } from "../src/tune/time-contenders.ts";

/** A clock that shows whole steps of `tick` milliseconds and goes on by a little with every look at it. */
function clockOf(tick: number) {
  let now = 0;
  return {
    pass(milliseconds: number): void {
      now += milliseconds;
    },
    read(): number {
      now += 0.0001;
      return tick * Math.floor(now / tick);
    },
  };
}

describe("timeContenders", () => {
  test.each([0.001, 0.1, 1])("finds the times through a clock with steps of %d ms", (tick) => {
    const clock = clockOf(tick);
    const costs = [0.03, 0.031, 0.05];
    const group = costs.map((cost) => ({ run: () => clock.pass(cost), milliseconds: [] }));
    timeContenders([group], 4000, clock.read);
    for (const [i, { milliseconds }] of group.entries()) {
      expect(milliseconds.length).toBe(15);
      expect(Math.abs(middleOf(milliseconds) / costs[i] - 1)).toBeLessThan(0.05);
    }
  });

  test("gives every contender of a group the same number of samples", () => {
    const clock = clockOf(0.001);
    const groups = [1, 2, 5].map((cost) =>
      [1, 2, 3].map((times) => ({ run: () => clock.pass(cost * times), milliseconds: [] })),
    );
    timeContenders(groups, 333, clock.read);
    for (const group of groups) {
      expect(new Set(group.map(({ milliseconds }) => milliseconds.length)).size).toBe(1);
    }
  });
});

test("the middle of samples is that of the inner half, of few the one in the middle", () => {
  expect(middleOf([7])).toBe(7);
  expect(middleOf([1, 3])).toBe((1 + 3) / 2);
  expect(middleOf([100, 1, 2])).toBe(2);
  expect(middleOf([100, 1, 2, 4])).toBe((2 + 4) / 2);
  expect(middleOf([1, 2, 3, 4, 5, 6, 7, 1000])).toBe((3 + 4 + 5 + 6) / 4);
});
