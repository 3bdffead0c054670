import { type Code, float32, int32, isInteger } from "@bnnkit/core";

/** What a product gives: exact int32 where both codes are integers and there is no bias, else float32. */
export function productCode(x: Code, weights: Code, bias: boolean): Code {
  return isInteger(x) && isInteger(weights) && !bias ? int32 : float32;
}
