import { checkIntegerBetween, checkLength } from "@bnnkit/core";

/** The functions of two bits that `gates` computes, in the order of their counts. */
export const gateKinds = ["and", "nand", "or", "nor", "xor", "xnor", "and-not", "or-not"] as const;

/** Gates sorted by their function, as `gates` reads them. */
export interface PackedGates {
  /** Both inputs and the output of each gate, [gates, 3]. */
  readonly program: Int32Array<ArrayBuffer>;
  /** Gates of each of {@link gateKinds}. */
  readonly counts: readonly number[];
}

/** By the entries of a table: its gate, and whether its inputs change places or are one; `and-not` is a·b̄, `or-not` ā + b. */
const functions: readonly (readonly [kind: number, inputs: "ab" | "ba" | "aa" | "bb"])[] = [
  [4, "aa"],
  [3, "ab"],
  [6, "ab"],
  [1, "bb"],
  [6, "ba"],
  [1, "aa"],
  [4, "ab"],
  [1, "ab"],
  [0, "ab"],
  [5, "ab"],
  [0, "aa"],
  [7, "ba"],
  [0, "bb"],
  [7, "ab"],
  [2, "ab"],
  [5, "aa"],
];

/**
 * Sorts tables of one or two inputs by their function, so that `gates` decides nothing for each of them.
 *
 * @param connections  [gates, inputsPerTable]
 * @param entries  2^inputsPerTable bits for each table, least significant first
 * @throws RangeError for other sizes.
 */
export function packGates(
  inputsPerTable: number,
  connections: Int32Array,
  entries: Uint32Array,
): PackedGates {
  checkIntegerBetween("packGates", "inputsPerTable", inputsPerTable, 1, 2);
  const count = connections.length / inputsPerTable;
  checkIntegerBetween("packGates", "tables of connections", count, 1, 2 ** 30);
  const words = Math.ceil((count * 2 ** inputsPerTable) / 32);
  if (entries.length < words) checkLength("packGates", "entries", entries.length, words);
  const gates = Array.from({ length: count }, (_, t) => {
    const [kind, order] = functions[entriesOf(entries, inputsPerTable, t)];
    const at = t * inputsPerTable;
    const [a, b] = [connections[at], connections[at + inputsPerTable - 1]];
    return { kind, t, a: order[0] === "a" ? a : b, b: order[1] === "a" ? a : b };
  });
  gates.sort((a, b) => a.kind - b.kind);
  return {
    program: Int32Array.from(gates.flatMap(({ a, b, t }) => [a, b, t])),
    counts: gateKinds.map((_, kind) => gates.filter((gate) => gate.kind === kind).length),
  };
}

/** The four entries of a table; of one input as if its second were the first. */
function entriesOf(entries: Uint32Array, inputsPerTable: number, t: number): number {
  const at = t * 2 ** inputsPerTable;
  const bits = entries[at >>> 5] >>> (at & 31);
  return inputsPerTable === 2 ? bits & 15 : (bits & 1) * 5 + ((bits >>> 1) & 1) * 10;
}
