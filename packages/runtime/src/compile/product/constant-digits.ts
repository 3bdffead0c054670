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

/** The digit that stands for a value, such as the one outside a map; undefined if none does. */
export function digitOf(
  { digit, scale, offset }: ConstantDigit,
  value: number,
): number | undefined {
  const found = (value - offset) / scale;
  switch (digit) {
    case "bipolar":
      return found === 1 || found === -1 ? found : undefined;
    case "uint8":
      return Number.isInteger(found) && found >= 0 && found <= 255 ? found : undefined;
    case "int8":
      return Number.isInteger(found) && found >= -128 && found <= 127 ? found : undefined;
    case "float32":
      return found;
    default:
      return undefined;
  }
}
