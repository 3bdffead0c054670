import type { SpanRole } from "./protect/span.ts";

/** Names of the reserved tokens that stand for protected spans: `<value-0>`, `<value-1>`, …, `<number-0>`, …; the end of
 *  a marked-up part has the number of its start. A text never spells one: the tokenizer reads its names as text.
 *  @param index  0 … {@link slotsOfRole}[role] − 1 */
export function slotTokenName(role: SpanRole, index: number): string {
  return `<${role}-${index}>`;
}

/** How many reserved tokens a vocabulary has for each role: more spans than that are seldom in one sentence, and every
 *  token has to be learnt. */
export const slotsOfRole: Readonly<Record<SpanRole, number>> = {
  value: 12,
  number: 8,
  open: 5,
  close: 5,
};

const roles: readonly SpanRole[] = ["value", "number", "open", "close"];

/** The names of all reserved tokens, in the order of their ids. */
export const slotTokenNames: readonly string[] = roles.flatMap((role) =>
  Array.from({ length: slotsOfRole[role] }, (_, index) => slotTokenName(role, index)),
);

/** Ids of a vocabulary's reserved tokens, by role. */
export type SlotTokens = Readonly<Record<SpanRole, readonly number[]>>;

/** The reserved tokens of a tokenizer; undefined if it was not made with all of them. */
export function slotTokensOf(tokenizer: {
  idOf(token: string): number | undefined;
}): SlotTokens | undefined {
  const idsOf = (role: SpanRole): number[] =>
    Array.from({ length: slotsOfRole[role] }, (_, index) => {
      return tokenizer.idOf(slotTokenName(role, index));
    }).filter((id) => id !== undefined);
  const tokens = {
    value: idsOf("value"),
    number: idsOf("number"),
    open: idsOf("open"),
    close: idsOf("close"),
  };
  return roles.every((role) => tokens[role].length === slotsOfRole[role]) ? tokens : undefined;
}

/** A span as far as its token is concerned; `partner` is the index of the other end in the same list. */
export interface SlotSpan {
  readonly role: SpanRole;
  readonly partner?: number;
}

/** Most spans of a sentence that have tokens at once: a search keeps them as the bits of one integer. */
export const mostSlotsAtOnce = 30;

/** Gives every span a reserved token of its role, in the order of the list; the end of a marked-up part gets the number
 *  of its start.
 *  @param first  number of the first token of each role; those behind the last go on at 0
 *  @returns one id for each span; undefined if a role has more spans than tokens */
export function assignSlotTokens(
  spans: readonly SlotSpan[],
  tokens: SlotTokens,
  first = 0,
): readonly number[] | undefined {
  if (spans.length > mostSlotsAtOnce) return undefined;
  const used: Record<SpanRole, number> = { value: 0, number: 0, open: 0, close: 0 };
  const numbers: number[] = [];
  for (const { role, partner } of spans) {
    if (role === "close") {
      if (partner === undefined) return undefined;
      numbers.push(numbers[partner]);
      continue;
    }
    if (used[role] === tokens[role].length) return undefined;
    numbers.push((first + used[role]++) % tokens[role].length);
  }
  return spans.map(({ role }, i) => tokens[role][numbers[i]]);
}
