import type { Figure } from "../figure.ts";

/** A number in a few digits: 12,345; 3.21; 0.0123. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** A figure with its interval, unless it is counted. */
export function writeFigure({ value, low, high }: Figure): string {
  if (low === high) return writeNumber(value);
  return `${writeNumber(value)} (${writeNumber(low)} … ${writeNumber(high)})`;
}
