import type { LayerReport } from "@bnnkit/runtime";

/** A number with its thousands set apart: 8,640. */
export function count(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

export function perSecond(speed: number | undefined): string {
  return speed === undefined ? "nothing yet" : `${count(speed)} tokens/s`;
}

/** Numbers of each digit: "5,505,024 bipolar + 1,048,576 int8". */
export function digits(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([digit, numbers]) => `${count(numbers)} ${digit}`)
    .join(" + ");
}

/** What numbers of a code are, in a word: "int8", "1 bit", "4 bits" of as many digits. */
export function nameOfCode(code: NonNullable<LayerReport["weights"]>): string {
  const isBits = code.every(({ digit }) => digit === "bipolar" || digit === "unipolar");
  if (isBits) return code.length === 1 ? "1 bit" : `${code.length} bits`;
  return code.map(({ digit }) => digit).join(" + ");
}
