import { describe, expect, test } from "vitest";
import {
  assignSlotTokens,
  type SlotTokens,
  slotTokenNames,
  slotTokensOf,
} from "../../src/text/slot-tokens.ts";

const ids = new Map(slotTokenNames.map((name, i) => [name, 100 + i]));
const idOf = (token: string): number | undefined => ids.get(token);

function tokens(): SlotTokens {
  const found = slotTokensOf({ idOf });
  if (found === undefined) throw new Error("the vocabulary has all reserved tokens");
  return found;
}

describe("slotTokensOf", () => {
  test("finds the tokens of each role in the order of their numbers", () => {
    expect(tokens().value).toHaveLength(12);
    expect(tokens().number[0]).toBe(112);
    expect(tokens().close).toEqual([125, 126, 127, 128, 129]);
  });

  test("a vocabulary that lacks one has none", () => {
    expect(
      slotTokensOf({ idOf: (name) => (name === "<open-4>" ? undefined : idOf(name)) }),
    ).toBeUndefined();
    expect(slotTokensOf({ idOf: () => undefined })).toBeUndefined();
  });
});

describe("assignSlotTokens", () => {
  test("counts each role by itself; an end has the number of its start", () => {
    const { value, number, open, close } = tokens();
    const spans = [
      { role: "open", partner: 4 },
      { role: "value" },
      { role: "open", partner: 3 },
      { role: "close", partner: 2 },
      { role: "close", partner: 0 },
      { role: "number" },
      { role: "value" },
    ] as const;
    expect(assignSlotTokens(spans, tokens())).toEqual([
      open[0],
      value[0],
      open[1],
      close[1],
      close[0],
      number[0],
      value[1],
    ]);
  });

  test("begins where it is told and goes on at the first token", () => {
    const { value } = tokens();
    const spans = [{ role: "value" }, { role: "value" }] as const;
    expect(assignSlotTokens(spans, tokens(), 11)).toEqual([value[11], value[0]]);
  });

  test("gives nothing where a role has fewer tokens than spans", () => {
    const numbers = Array.from({ length: 9 }, () => ({ role: "number" }) as const);
    expect(assignSlotTokens(numbers.slice(1), tokens())).toHaveLength(8);
    expect(assignSlotTokens(numbers, tokens())).toBeUndefined();
    expect(assignSlotTokens([{ role: "close" }], tokens())).toBeUndefined();
  });
});
