import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { bothConstraints } from "../../src/search/both-constraints.ts";
import { noRepeatConstraint } from "../../src/search/no-repeat-constraint.ts";
import { slotConstraint } from "../../src/search/slot-constraint.ts";
import type { TokenConstraint } from "../../src/search/token-constraint.ts";

const end = 1;

function after(constraint: TokenConstraint, tokens: readonly number[]): TokenConstraint {
  return tokens.reduce((at, token) => at.after(token), constraint);
}

/** Whether the tokens end in `times` copies of a unit of 1 to `longestUnit` tokens. */
function endsInCopies(tokens: readonly number[], longestUnit: number, times: number): boolean {
  for (let unit = 1; unit <= longestUnit; unit++) {
    const last = tokens.slice(-unit);
    const copies = Array.from({ length: times }, () => last).flat();
    if (unit * times <= tokens.length && tokens.slice(-copies.length).join() === copies.join()) {
      return true;
    }
  }
  return false;
}

describe("noRepeatConstraint", () => {
  const constraint = noRepeatConstraint(end);

  test("a word may double, but not triple", () => {
    expect(after(constraint, [5]).allows(5)).toBe(true);
    expect(after(constraint, [5, 5]).allows(5)).toBe(false);
    expect(after(constraint, [5, 5]).allows(6)).toBe(true);
    expect(after(constraint, [5, 5, 6]).allows(5)).toBe(true);
  });

  test("a phrase breaks off where its third copy would be complete", () => {
    const twice = [5, 6, 7, 5, 6, 7];
    expect(after(constraint, [...twice, 5]).allows(6)).toBe(true);
    expect(after(constraint, [...twice, 5, 6]).allows(7)).toBe(false);
    expect(after(constraint, [...twice, 5, 6]).allows(8)).toBe(true);
  });

  test("units of more than eight tokens are not looked for", () => {
    const unit = (length: number) => Array.from({ length }, (_, i) => 10 + i);
    const thirdCopy = (length: number) => {
      const copy = unit(length);
      return after(constraint, [...copy, ...copy, ...copy.slice(0, -1)]).allows(9 + length);
    };
    expect([thirdCopy(8), thirdCopy(9)]).toEqual([false, true]);
  });

  test("it owes nothing and always lets the end come", () => {
    const at = after(constraint, [end, end, end]);
    expect([at.owed, at.allows(end)]).toEqual([0, true]);
  });

  test.prop([
    fc.array(fc.integer({ min: 2, max: 4 }), { maxLength: 40 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
  ])("forbids just what would complete one copy too many", (tokens, longestUnit, mostTimes) => {
    const at = after(noRepeatConstraint(end, { longestUnit, mostTimes }), tokens);
    for (const token of [2, 3, 4]) {
      const loops = endsInCopies([...tokens, token], longestUnit, mostTimes + 1);
      expect(at.allows(token)).toBe(!loops);
    }
  });

  test("a prefix can be continued in two ways", () => {
    const prefix = after(constraint, [5]);
    expect([prefix.after(5).allows(5), prefix.after(6).allows(5)]).toEqual([false, true]);
  });

  test("50,000 tokens take time in proportion", () => {
    let at: TokenConstraint = constraint;
    for (let i = 0; i < 50_000; i++) {
      if (!at.allows(i % 3)) throw new Error("no loop here");
      at = at.after(i % 3 === 2 ? i : i % 3);
    }
    expect(at.after(7).after(7).allows(7)).toBe(false);
  });

  test.each([
    { longestUnit: 0 },
    { longestUnit: 1.5 },
    { mostTimes: 0 },
    { mostTimes: Number.NaN },
  ])("refuses %o", (options) => {
    expect(() => noRepeatConstraint(end, options)).toThrow(RangeError);
  });
});

test("bothConstraints allows what both allow and owes what either owes", () => {
  const slots = slotConstraint({
    end,
    reserved: new Set([10, 11]),
    slots: [{ token: 10, role: "value", isOrdered: false }],
  });
  for (const [a, b] of [
    [slots, noRepeatConstraint(end)],
    [noRepeatConstraint(end), slots],
  ] as const) {
    const both = bothConstraints(a, b);
    expect([both.owed, both.allows(10), both.allows(11), both.allows(end)]).toEqual([
      1,
      true,
      false,
      false,
    ]);
    const looped = after(both, [5, 5]);
    expect([looped.owed, looped.allows(5), looped.allows(10)]).toEqual([1, false, true]);
    const complete = looped.after(10);
    expect([complete.owed, complete.allows(10), complete.allows(end)]).toEqual([0, false, true]);
  }
});
