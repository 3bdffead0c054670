import type { Figure } from "@bnnkit/hardware";
import { short } from "../number-text.ts";

/** A figure with its interval: "12.3 k (11.0 k … 13.6 k)". */
export function figureText({ value, low, high }: Figure, factor = 1): string {
  const text = short(value * factor);
  return low === high ? text : `${text} (${short(low * factor)} … ${short(high * factor)})`;
}
