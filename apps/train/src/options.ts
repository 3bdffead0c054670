import { InvalidArgumentError } from "commander";

/** Reads a whole number ≥ `least` from the command line. */
export function integerFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < least) {
      throw new InvalidArgumentError(`expected a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Reads the hypotheses of a beam search: 1, greedy, to 64. */
export function beamSize(text: string): number {
  const value = integerFrom(1)(text);
  if (value > 64) throw new InvalidArgumentError("expected a whole number of at most 64.");
  return value;
}

/** Reads a real number ≥ 0 from the command line. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError("expected a number of at least 0.");
  }
  return value;
}

/** What an option is for, and what holds without it; the option itself has no default, as it would win over a run's. */
export function preset(description: string, value: string | number | boolean): string {
  return `${description} (default: ${value})`;
}

/** "feed-forward-features" of "feedForwardFeatures". */
export function optionOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
