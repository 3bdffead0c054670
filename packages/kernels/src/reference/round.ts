import { roundHalfEven } from "@bnnkit/core";

/** Operands of {@link round}. */
export interface RoundReference {
  readonly x: ArrayLike<number>;
  readonly step: number;
  readonly least: number;
  readonly greatest: number;
}

/** `clamp(roundHalfEven(x/step))` within `least` … `greatest`, NaN as `least`. */
export function round({ x, step, least, greatest }: RoundReference): Float64Array {
  return Float64Array.from(x, (value) => {
    const digit = roundHalfEven(value / step);
    return Number.isNaN(digit) ? least : Math.min(Math.max(digit, least), greatest);
  });
}
