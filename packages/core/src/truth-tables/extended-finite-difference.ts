import { popcount32 } from "../popcount.ts";
import { walshHadamard } from "./walsh-hadamard.ts";

/** How much an entry counts whose address differs at d of the other n − 1 inputs:
 *
 *  - `"paper"`: 1/(d + 1)
 *  - `"code"`: ½·(3/4)^(n−1)·(1/3)^d, as the authors' code has it; these sum to ½ over the 2^(n−1) addresses */
export type DifferenceDecay = "paper" | "code";

/** The weight of an entry at distance d. */
export function decayWeight(decay: DifferenceDecay, inputs: number, distance: number): number {
  return decay === "paper" ? 1 / (distance + 1) : 0.5 * 0.75 ** (inputs - 1) * (1 / 3) ** distance;
}

/** Makes the smoothing that turns a table u into v so that the extended finite difference of u by any input l is a plain one of v:
 *
 *  Σ_b ±u_b·w(d) = v at a with bit l set − v at a with bit l clear, with + where bit l of b is set and d the distance of a and b at the
 *  other inputs.
 *
 *  It exists as the weights depend on distances alone: a difference by l has only the characters χ_S of S that contain l, and each of
 *  them is scaled by an eigenvalue of the others' Hamming scheme, which depends on |S| − 1 alone. So one Walsh–Hadamard transform there
 *  and back serves all addresses and all inputs. */
export function differenceSmoothing(
  decay: DifferenceDecay,
  inputs: number,
): (table: Float64Array) => void {
  const scales = Float64Array.from({ length: inputs + 1 }, (_, size) =>
    size === 0 ? 0 : eigenvalue(decay, inputs, size - 1) / 2 ** inputs,
  );
  const sizes = Uint8Array.from({ length: 2 ** inputs }, (_, set) => popcount32(set));
  return (table) => {
    walshHadamard(table);
    for (let set = 0; set < table.length; set++) table[set] *= scales[sizes[set]];
    walshHadamard(table);
  };
}

/** Σ_b (−1)^popcount(b ∧ S) w(popcount b) over the 2^(n−1) values of the other inputs, |S| = size. */
function eigenvalue(decay: DifferenceDecay, inputs: number, size: number): number {
  const set = 2 ** size - 1;
  let sum = 0;
  for (let b = 0; b < 2 ** (inputs - 1); b++) {
    const sign = popcount32(b & set) % 2 === 0 ? 1 : -1;
    sum += sign * decayWeight(decay, inputs, popcount32(b));
  }
  return sum;
}
