import { InvalidArgumentError } from "commander";

/** @throws InvalidArgumentError unless it is a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError("expected a positive number.");
  return value;
}

/** @throws InvalidArgumentError unless it is an integer of at least 1. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("expected a whole number of at least 1.");
  return value;
}
