import { availableParallelism } from "node:os";
import { InvalidArgumentError } from "commander";

/** Reads a whole number of at least 1 from the command line. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError("expected a whole number of at least 1.");
  }
  return value;
}

/** Reads numbers of threads, separated by commas, where `all` is one for each core; rising and each once. */
export function threadCounts(text: string): number[] {
  const counts = text
    .split(",")
    .map((part) => (part.trim() === "all" ? availableParallelism() : positiveInteger(part)));
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** Reads `10%` or `10` as 0.1. */
export function percentage(text: string): number {
  const value = /^\d+(\.\d+)?\s*%?$/.test(text) ? Number.parseFloat(text) / 100 : Number.NaN;
  if (!(value >= 0 && value < 1)) {
    throw new InvalidArgumentError("expected a percentage of at least 0 and below 100.");
  }
  return value;
}
