import type { Code, Digit, Term } from "@bnnkit/core";

/** The one digit of a code whose scale and offset are the same for all rows: `offset + scale·digit`. */
export interface ConstantDigit {
  readonly digit: Digit;
  readonly scale: number;
  readonly offset: number;
}

/** A code as such a digit; undefined for any other code. */
export function constantDigit(code: Code): ConstantDigit | undefined {
  const [{ digit, scale = 1, offset = 0, slices = 1 }]: readonly [Term, ...Term[]] = code;
  if (code.length > 1 || slices > 1 || scale === "row" || offset === "row") return undefined;
  return { digit, scale, offset };
}
