import { checkIntegerBetween } from "@bnnkit/core";
import type { TokenConstraint } from "./token-constraint.ts";

/** A reserved token of the source that its translation has to hold, too. */
export interface Slot {
  readonly token: number;
  /** `open` and `close` are the two tags of an element; the others stand alone. */
  readonly role: "value" | "number" | "open" | "close";
  /** Of an `open` the index of its `close`, of a `close` that of its `open`. */
  readonly partner?: number;
  /** Whether it keeps its place among the other ordered slots. */
  readonly isOrdered: boolean;
}

export interface SlotConstraintOptions {
  readonly end: number;
  /** All tokens that stand for protected spans. */
  readonly reserved: ReadonlySet<number>;
  /** The slots of the sentence in source order, at most 31, each with a token of its own. */
  readonly slots: readonly Slot[];
}

const mostSlots = 31;

/** Has a translation hold each slot of its source exactly once, and no other reserved token.
 *
 *  Markup stays nested as in the source: a slot comes inside of exactly the elements that it had around it, and
 *  an element closes when all that it contained is out. Ordered slots keep their order: an element that
 *  contains one waits for all of them before it, because nothing from outside can come once it is open. Hence
 *  no dead ends: from any prefix the missing slots fit, within each open element in source order.
 *  @throws TypeError or RangeError for more than 31 slots, tokens that are equal, not reserved or the end
 *    token, and elements that are not well nested. */
export function slotConstraint({ end, reserved, slots }: SlotConstraintOptions): TokenConstraint {
  checkSlots(slots, reserved, end);
  const plan = { end, reserved: new Set(reserved), rules: rulesOf(slots) };
  return new MissingSlots(plan, { out: 0, open: 0, owed: slots.length });
}

/** When a slot may come; sets of slots are bits, slot i is 2^i. */
interface SlotRule {
  readonly bit: number;
  /** The elements around it, by their `open`: exactly these are open then. */
  readonly around: number;
  /** Slots that are out by then. */
  readonly before: number;
  /** The element that it opens or closes. */
  readonly element: number;
}

interface Plan {
  readonly end: number;
  readonly reserved: ReadonlySet<number>;
  readonly rules: ReadonlyMap<number, SlotRule>;
}

interface SlotState {
  /** Slots that have come. */
  readonly out: number;
  /** Elements that are open, by their `open`. */
  readonly open: number;
  readonly owed: number;
}

class MissingSlots implements TokenConstraint {
  readonly #plan: Plan;
  readonly #state: SlotState;

  constructor(plan: Plan, state: SlotState) {
    this.#plan = plan;
    this.#state = state;
  }

  get owed(): number {
    return this.#state.owed;
  }

  allows(token: number): boolean {
    const { out, open, owed } = this.#state;
    if (token === this.#plan.end) return owed === 0;
    const rule = this.#plan.rules.get(token);
    if (rule === undefined) return !this.#plan.reserved.has(token);
    return (out & rule.bit) === 0 && open === rule.around && (rule.before & ~out) === 0;
  }

  after(token: number): MissingSlots {
    const rule = this.#plan.rules.get(token);
    if (rule === undefined) return this;
    const { out, open, owed } = this.#state;
    return new MissingSlots(this.#plan, {
      out: out | rule.bit,
      open: open ^ rule.element,
      owed: owed - 1,
    });
  }
}

/** An element while its content is read; the outermost one is the sentence. */
interface Frame {
  readonly open: number;
  /** Its slots so far that are ordered, or in an element with an ordered slot. */
  ordered: number;
}

function rulesOf(slots: readonly Slot[]): ReadonlyMap<number, SlotRule> {
  const rules = new Map<number, SlotRule>();
  const frames: Frame[] = [{ open: 0, ordered: 0 }];
  slots.forEach(({ token, role, partner = 0 }, index) => {
    const bit = 1 << index;
    const frame = frames[frames.length - 1];
    if (role === "close") {
      frames.pop();
      const before = bitsBetween(partner, index);
      rules.set(token, { bit, around: frame.open, before, element: 1 << partner });
      return;
    }
    const next = role === "open" ? partner + 1 : index + 1;
    const isOrdered = slots.slice(index, next).some((slot) => slot.isOrdered);
    const element = role === "open" ? bit : 0;
    rules.set(token, { bit, around: frame.open, before: isOrdered ? frame.ordered : 0, element });
    if (isOrdered) frame.ordered |= bitsBetween(index, next);
    if (role === "open") frames.push({ open: frame.open | bit, ordered: 0 });
  });
  return rules;
}

/** Slots `first` to `next` − 1. */
function bitsBetween(first: number, next: number): number {
  return 2 ** next - 2 ** first;
}

function checkSlots(slots: readonly Slot[], reserved: ReadonlySet<number>, end: number): void {
  const where = "slotConstraint";
  if (slots.length > mostSlots) {
    throw new RangeError(`${where}: slots must be at most ${mostSlots}, got ${slots.length}`);
  }
  const seen = new Set<number>();
  const open: number[] = [];
  slots.forEach(({ token, role, partner }, index) => {
    const name = `slots[${index}]`;
    checkIntegerBetween(where, `${name}.token`, token, 0, Number.MAX_SAFE_INTEGER);
    if (!reserved.has(token) || token === end || seen.has(token)) {
      throw new RangeError(
        `${where}: ${name}.token must be reserved, not the end token and not that of another slot, got ${token}`,
      );
    }
    seen.add(token);
    if (role === "open") open.push(index);
    if (role !== "close") return;
    const opener = open.pop();
    if (opener === undefined || opener !== partner || slots[opener].partner !== index) {
      throw new RangeError(
        `${where}: ${name} must close the innermost open element, got partner ${partner}`,
      );
    }
  });
  if (open.length > 0) {
    throw new RangeError(`${where}: slots[${open[0]}] must have a close after it`);
  }
}
