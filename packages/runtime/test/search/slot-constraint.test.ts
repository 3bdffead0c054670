import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Slot, slotConstraint } from "../../src/search/slot-constraint.ts";
import type { TokenConstraint } from "../../src/search/token-constraint.ts";
import { isFaithful, randomSlots } from "./random-slots.ts";

const end = 1;
const word = 2;
const firstSlot = 10;
const reserved = new Set(Array.from({ length: 40 }, (_, i) => firstSlot + i));

const value = (token: number, isOrdered = false): Slot => ({ token, role: "value", isOrdered });
const open = (token: number, partner: number): Slot => {
  return { token, role: "open", partner, isOrdered: false };
};
const close = (token: number, partner: number): Slot => {
  return { token, role: "close", partner, isOrdered: false };
};

/** Whether all tokens are allowed one after the other. */
function accepts(slots: readonly Slot[], tokens: readonly number[]): boolean {
  let at: TokenConstraint = slotConstraint({ end, reserved, slots });
  for (const token of tokens) {
    if (!at.allows(token)) return false;
    at = at.after(token);
  }
  return at.allows(end);
}

function* permutations(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
  }
}

/** Calls `visit` once with each state that can be reached, told apart by the slots that are out. */
function visitStates(
  slots: readonly Slot[],
  visit: (state: TokenConstraint, next: readonly number[]) => void,
): void {
  const seen = new Set<string>();
  const walk = (state: TokenConstraint, out: readonly number[]) => {
    const key = out.toSorted((a, b) => a - b).join();
    if (seen.has(key)) return;
    seen.add(key);
    const next = slots.flatMap(({ token }) => (state.allows(token) ? [token] : []));
    visit(state, next);
    for (const token of next) walk(state.after(token), [...out, token]);
  };
  walk(slotConstraint({ end, reserved, slots }), []);
}

describe("slotConstraint", () => {
  test("each slot once, words anywhere, no other reserved token, then the end", () => {
    const slots = [value(10), value(11)];
    expect(accepts(slots, [10, 11])).toBe(true);
    expect(accepts(slots, [word, 11, word, word, 10, word])).toBe(true);
    expect(accepts(slots, [10])).toBe(false);
    expect(accepts(slots, [10, 10, 11])).toBe(false);
    expect(accepts(slots, [10, 11, 12])).toBe(false);
    expect(accepts([], [word])).toBe(true);
    expect(accepts([], [10])).toBe(false);
  });

  test("ordered slots keep their order, others come anywhere", () => {
    const slots = [value(10, true), value(11, false), value(12, true)];
    expect(accepts(slots, [11, 10, 12])).toBe(true);
    expect(accepts(slots, [10, 12, 11])).toBe(true);
    expect(accepts(slots, [12, 11, 10])).toBe(false);
  });

  test("what is in an element stays in it, what is outside stays outside", () => {
    // 10 <11> 12 </13>
    const slots = [value(10), open(11, 3), value(12), close(13, 1)];
    expect(accepts(slots, [10, 11, 12, 13])).toBe(true);
    expect(accepts(slots, [11, word, 12, 13, 10])).toBe(true);
    expect(accepts(slots, [11, 10, 12, 13])).toBe(false);
    expect(accepts(slots, [12, 11, 13, 10])).toBe(false);
    expect(accepts(slots, [11, 13, 12, 10])).toBe(false);
    expect(accepts(slots, [13, 11, 12, 10])).toBe(false);
  });

  test("elements side by side may change places, but never cross", () => {
    // <10></11> <12> <13></14> </15>
    const slots = [open(10, 1), close(11, 0), open(12, 5), open(13, 4), close(14, 3), close(15, 2)];
    expect(accepts(slots, [12, 13, 14, 15, 10, 11])).toBe(true);
    expect(accepts(slots, [12, 10, 13, 14, 15, 11])).toBe(false);
    expect(accepts(slots, [12, 13, 15, 14, 10, 11])).toBe(false);
    expect(accepts(slots, [13, 12, 14, 15, 10, 11])).toBe(false);
  });

  test("an element whose content waits for a slot outside waits, too, however deep it is", () => {
    // 10 <11> <12> 13 </14> </15>, 10 and 13 ordered
    const slots = [
      value(10, true),
      open(11, 5),
      open(12, 4),
      value(13, true),
      close(14, 2),
      close(15, 1),
    ];
    const constraint = slotConstraint({ end, reserved, slots });
    expect(constraint.allows(11)).toBe(false);
    expect(constraint.after(10).allows(11)).toBe(true);
  });

  test.prop([randomSlots(6, firstSlot)])("accepts exactly the faithful orders", (slots) => {
    const indices = slots.map((_, index) => index);
    for (const order of permutations(indices)) {
      const tokens = order.map((index) => slots[index]!.token);
      expect(accepts(slots, tokens)).toBe(isFaithful(slots, order));
    }
  });

  test.prop([randomSlots(12, firstSlot)])(
    "no state is a dead end: while slots are owed one may come and lowers what is owed by one",
    (slots) => {
      let states = 0;
      visitStates(slots, (state, next) => {
        states++;
        expect(state.allows(end)).toBe(state.owed === 0);
        expect(state.allows(word)).toBe(true);
        expect(state.after(word)).toBe(state);
        expect(next.length > 0).toBe(state.owed > 0);
        for (const token of next) expect(state.after(token).owed).toBe(state.owed - 1);
      });
      expect(states).toBeGreaterThan(slots.length);
    },
  );

  test.prop([randomSlots(31, firstSlot), fc.infiniteStream(fc.nat())])(
    "a walk through up to 31 slots ends with all of them out, in a faithful order",
    (slots, numbers) => {
      let at: TokenConstraint = slotConstraint({ end, reserved, slots });
      const order: number[] = [];
      for (let owed = slots.length; owed > 0; owed--) {
        expect(at.owed).toBe(owed);
        const next = slots.flatMap(({ token }, index) => (at.allows(token) ? [index] : []));
        const index = next[numbers.next().value! % next.length]!;
        order.push(index);
        at = at.after(slots[index]!.token);
      }
      expect(at.allows(end)).toBe(true);
      expect(order.toSorted((a, b) => a - b)).toEqual(slots.map((_, index) => index));
      expect(isFaithful(slots, order)).toBe(true);
    },
  );

  test("31 slots, the most there may be", () => {
    const ordered = Array.from({ length: 31 }, (_, i) => value(firstSlot + i, true));
    const tokens = ordered.map(({ token }) => token);
    expect(accepts(ordered, tokens)).toBe(true);
    expect(accepts(ordered, [...tokens.slice(0, 29), 40, 39])).toBe(false);
    // Fifteen elements around one value.
    const nested = Array.from({ length: 31 }, (_, i): Slot => {
      const token = firstSlot + i;
      if (i === 15) return value(token);
      return i < 15 ? open(token, 30 - i) : close(token, 30 - i);
    });
    expect(accepts(nested, tokens)).toBe(true);
    expect(accepts(nested, [...tokens.slice(0, 15), 26, 25])).toBe(false);
  });

  test("later changes of the caller's arguments change nothing", () => {
    const own = new Set([10, 11]);
    const slots = [value(10)];
    const constraint = slotConstraint({ end, reserved: own, slots });
    own.clear();
    slots.pop();
    expect([10, 11, end].map((token) => constraint.allows(token))).toEqual([true, false, false]);
  });

  test.each([
    ["more than 31", Array.from({ length: 32 }, (_, i) => value(firstSlot + i)), "at most 31"],
    ["a token twice", [value(10), value(10)], "slots[1].token"],
    ["a token that is not reserved", [value(9)], "slots[0].token"],
    ["a fraction", [value(10.5)], "slots[0].token"],
    ["an element without an end", [value(10), open(11, 2)], "slots[1]"],
    ["an end without an element", [close(10, 1)], "slots[0]"],
    ["elements that cross", [open(10, 2), open(11, 3), close(12, 0), close(13, 1)], "slots[2]"],
    ["partners that disagree", [open(10, 2), close(11, 0), value(12)], "slots[1]"],
  ])("refuses %s", (_, slots, message) => {
    expect(() => slotConstraint({ end, reserved, slots })).toThrow(RangeError);
    expect(() => slotConstraint({ end, reserved, slots })).toThrow(message);
  });

  test("refuses the end token as a slot", () => {
    const withEnd = { end, reserved: new Set([end]), slots: [value(end)] };
    expect(() => slotConstraint(withEnd)).toThrow(/not the end token/);
  });
});
