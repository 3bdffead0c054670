/** A whole number with a true minus sign. */
export function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}

/** Three significant digits, thousands set apart, great and small numbers with a prefix: 12,300 as 12.3 k. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${threeDigits(value / 1e9)} G`;
  if (size >= 1e6) return `${threeDigits(value / 1e6)} M`;
  if (size >= 1e4) return `${threeDigits(value / 1e3)} k`;
  if (size >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-US");
  return String(threeDigits(value));
}

function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}

/** A share, 0 … 1, in per cent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Bytes with their thousands set apart. */
export function bytesText(bytes: number): string {
  return `${bytes.toLocaleString("en-US")} bytes`;
}
