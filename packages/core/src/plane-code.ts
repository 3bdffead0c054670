import type { Code, Term } from "./code.ts";

/** A code of bits, written out over bit planes: `value = offset + Σ_p weights[p]·bit_p`. ±1 is {offset: 1, weights: [−2]}. */
export interface PlaneCode {
  readonly offset: number;
  /** One for each bit plane, term by term; a ternary digit has its mask, then its sign. */
  readonly weights: readonly number[];
}

/** What the bit planes of a code of bits stand for: ±1 is `1 − 2·bit`, {0,1} the bit, {−1,0,1} `mask − 2·sign`.
 *  @throws RangeError for a digit that is no bits, a scale or offset of each row, and sparse terms. */
export function planeCodeOf(code: Code): PlaneCode {
  let sum = 0;
  const weights: number[] = [];
  for (const [p, term] of code.entries()) {
    const { scale, offset } = constantsOf(term, p);
    switch (term.digit) {
      case "bipolar":
        sum += offset + scale;
        weights.push(-2 * scale);
        break;
      case "unipolar":
        sum += offset;
        weights.push(scale);
        break;
      case "ternary":
        weights.push(offset + scale, -2 * scale);
        break;
      default:
        throw new RangeError(
          `planeCodeOf: code[${p}].digit must be bipolar, unipolar or ternary, got ${term.digit}`,
        );
    }
  }
  return { offset: sum, weights };
}

function constantsOf({ scale = 1, offset = 0, sparse }: Term, p: number) {
  if (scale === "row" || offset === "row" || sparse) {
    const got = sparse ? "a sparse term" : "one for each row";
    throw new RangeError(
      `planeCodeOf: code[${p}] must have a constant scale and offset everywhere, got ${got}`,
    );
  }
  return { scale, offset };
}
