import type { Code, Digit } from "./code.ts";

/** One number of a code of bits: a digit for each term, and what they stand for. */
export interface Level {
  readonly digits: readonly number[];
  /** `Σ offset + scale·digit`; a scale of each row counts as 1, an offset of each row as 0. */
  readonly value: number;
}

/** More numbers than anyone has thresholds for. */
const mostLevels = 2 ** 16;

/**
 * What comes out between and beyond so many rising thresholds: `thresholds + 1` levels, the lowest first.
 *
 * A code with a one-bit term for each threshold is a thermometer: level l has the greater digit in the first l terms. Of any
 * other code the levels are its numbers in rising order.
 * @throws RangeError for digits that are not bits, and a code that has another number of levels.
 */
export function levelsOf(where: string, code: Code, thresholds: number): readonly Level[] {
  const digits = code.map(({ digit }) => digitsOf(where, digit));
  if (thresholds === code.length && digits.every(({ length }) => length === 2)) {
    return Array.from({ length: thresholds + 1 }, (_, level) =>
      levelOf(
        code,
        digits.map(([low, high], p) => (p < level ? high : low)),
      ),
    );
  }
  const levels = numbersOf(where, code);
  if (levels.length === thresholds + 1) return levels;
  throw new RangeError(
    `${where}: ${thresholds} thresholds make ${thresholds + 1} levels, got a code of ${levels.length}`,
  );
}

/** The digits that one digit may be, the least first. */
function digitsOf(where: string, digit: Digit): readonly number[] {
  switch (digit) {
    case "bipolar":
      return [-1, 1];
    case "unipolar":
      return [0, 1];
    case "ternary":
      return [-1, 0, 1];
    default:
      throw new RangeError(
        `${where}: digits of levels must be bipolar, unipolar or ternary, got ${digit}`,
      );
  }
}

function levelOf(code: Code, digits: readonly number[]): Level {
  const value = code.reduce((sum, { digit, scale = 1, offset = 0 }, p) => {
    const isLeftOut = offset === "row" || (digit === "ternary" && digits[p] === 0);
    return sum + (isLeftOut ? 0 : offset) + (scale === "row" ? 1 : scale) * digits[p];
  }, 0);
  return { digits, value };
}

/**
 * Every number of a code of bits once, rising; none if there are more than 65,536.
 *
 * @throws RangeError for digits that are not bits.
 */
export function numbersOf(where: string, code: Code): readonly Level[] {
  const choices = code.map(({ digit }) => digitsOf(where, digit));
  const count = choices.reduce((product, { length }) => product * length, 1);
  if (count > mostLevels) return [];
  const levels = Array.from({ length: count }, (_, index) => {
    let rest = index;
    const digits = choices.map((choice) => {
      const digit = choice[rest % choice.length];
      rest = Math.floor(rest / choice.length);
      return digit;
    });
    return levelOf(code, digits);
  });
  levels.sort((a, b) => a.value - b.value);
  return levels.filter(({ value }, i) => i === 0 || value !== levels[i - 1].value);
}
