import type { Code } from "@bnnkit/core";

/** The levels of a code as `threshold` writes them. */
export interface LevelBits {
  /** Bit planes of a number: one for each term, two for a ternary one, its mask and its sign. */
  readonly planes: number;
  /** For each level, the lowest first, its bits: plane p in bit p. */
  readonly levels: readonly number[];
}

/**
 * The bits of levels that are given by their digits, in the order of the terms of their code.
 *
 * @throws RangeError for a digit that its term has not.
 */
export function levelBits(
  code: Code,
  levels: readonly { readonly digits: readonly number[] }[],
): LevelBits {
  const termBits = (term: number, digit: number): readonly number[] => {
    switch (`${code[term].digit} ${digit}`) {
      case "bipolar 1":
      case "unipolar 0":
        return [0];
      case "bipolar -1":
      case "unipolar 1":
        return [1];
      case "ternary 0":
        return [0, 0];
      case "ternary 1":
        return [1, 0];
      case "ternary -1":
        return [1, 1];
      default:
        throw new RangeError(`levelBits: ${code[term].digit} digits are bits, got ${digit}`);
    }
  };
  return {
    planes: code.reduce((count, { digit }) => count + (digit === "ternary" ? 2 : 1), 0),
    levels: levels.map(({ digits }) =>
      code
        .flatMap((_, term) => termBits(term, digits[term]))
        .reduce((word, bit, plane) => word | (bit << plane), 0),
    ),
  };
}
