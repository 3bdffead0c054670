import { fc } from "@fast-check/vitest";
import type { Slot } from "../../src/search/slot-constraint.ts";

const kinds = ["value", "number", "open", "close"] as const;

/** Well nested slots with the tokens `firstToken`, `firstToken` + 1, …; at most `most` of them. */
export function randomSlots(most: number, firstToken: number): fc.Arbitrary<readonly Slot[]> {
  const choice = fc.tuple(fc.constantFrom(...kinds), fc.boolean());
  return fc.array(choice, { maxLength: most }).map((choices) => {
    const slots: Slot[] = [];
    const open: number[] = [];
    const add = (slot: Omit<Slot, "token">) => {
      slots.push({ token: firstToken + slots.length, ...slot });
    };
    const close = (isOrdered: boolean) => {
      const partner = open.pop()!;
      slots[partner] = { ...slots[partner]!, partner: slots.length };
      add({ role: "close", partner, isOrdered });
    };
    for (const [kind, isOrdered] of choices) {
      const room = most - slots.length - open.length;
      if (kind === "close" && open.length > 0) close(isOrdered);
      else if (kind === "open" && room >= 2) {
        open.push(slots.length);
        add({ role: "open", isOrdered });
      } else if (room >= 1) add({ role: kind === "number" ? kind : "value", isOrdered });
    }
    while (open.length > 0) close(false);
    return slots;
  });
}

/** The positions in `slots` of the elements around each slot, outermost first. */
export function ancestorsOf(slots: readonly Slot[]): readonly (readonly number[])[] {
  return slots.map(({ role, partner }, index) => {
    const own = role === "close" ? partner : index;
    return slots.flatMap((slot, i) =>
      slot.role === "open" && i < index && slot.partner! > index && i !== own ? [i] : [],
    );
  });
}

/** Whether an order of slots (by index) keeps markup nested and ordered slots in order. */
export function isFaithful(slots: readonly Slot[], order: readonly number[]): boolean {
  const ancestors = ancestorsOf(slots);
  const ordered = order.filter((index) => slots[index]!.isOrdered);
  if (ordered.some((index, i) => i > 0 && index < ordered[i - 1]!)) return false;
  const open: number[] = [];
  return order.every((index) => {
    const { role, partner } = slots[index]!;
    if (role === "close" && open.pop() !== partner) return false;
    if (open.join() !== ancestors[index]!.join()) return false;
    if (role === "open") open.push(index);
    return true;
  });
}
