import {
  checkIndex,
  checkIntegerBetween,
  checkPositiveInteger,
  drawBelow,
  type NextWord,
  seededWords,
  shuffle,
} from "@bnnkit/core";

/** Which inputs address each RAM node: one tuple of input indices per node, the least significant digit first. */
export type Tuples = readonly (readonly number[])[];

export interface RandomTuplesOptions {
  /** Number of inputs, n. */
  readonly inputs: number;
  /** Inputs per node, k ≤ n. */
  readonly tupleSize: number;
  /** Whether the n mod k inputs left over get a node of their own, filled up with inputs drawn again; true by default. */
  readonly complete?: boolean;
  /** 0 by default. */
  readonly seed?: number;
}

/** A random mapping of inputs to nodes: every input once, but for the fill of a last node.
 *  @throws RangeError unless 1 ≤ tupleSize ≤ inputs. */
export function randomTuples({ inputs, tupleSize, complete, seed }: RandomTuplesOptions): Tuples {
  return drawTuples("randomTuples", inputs, tupleSize, complete ?? true, seededWords(seed ?? 0));
}

/** Draws a mapping from a stream of random words. */
export function drawTuples(
  where: string,
  inputs: number,
  tupleSize: number,
  complete: boolean,
  next: NextWord,
): Tuples {
  checkPositiveInteger(where, "inputs", inputs);
  checkIntegerBetween(where, "tupleSize", tupleSize, 1, inputs);
  const order = Array.from({ length: inputs }, (_, i) => i);
  while (complete && order.length % tupleSize > 0) order.push(drawBelow(inputs, next));
  shuffle(order, next);
  return tuplesOf(order, tupleSize);
}

/** Cuts a given order of inputs into tuples; what is left over at its end belongs to no node.
 *  @throws RangeError unless 1 ≤ tupleSize ≤ order.length. */
export function tuplesOf(order: ArrayLike<number>, tupleSize: number): Tuples {
  checkIntegerBetween("tuplesOf", "tupleSize", tupleSize, 1, order.length);
  return Array.from({ length: Math.floor(order.length / tupleSize) }, (_, node) =>
    Array.from({ length: tupleSize }, (_, i) => order[node * tupleSize + i]),
  );
}

/** Checks given tuples: at least one node, none without inputs, every index an input, every address exact in a double.
 *  @throws RangeError otherwise. */
export function checkTuples(where: string, tuples: Tuples, inputs: number, base: number): void {
  checkPositiveInteger(where, "number of tuples", tuples.length);
  tuples.forEach((tuple, node) => {
    checkPositiveInteger(where, `length of tuple ${node}`, tuple.length);
    if (base ** tuple.length > 2 ** 53) {
      throw new RangeError(
        `${where}: base^length of tuple ${node} must be at most 2^53, got ${base}^${tuple.length}`,
      );
    }
    tuple.forEach((input, i) => {
      checkIndex(where, `tuples[${node}][${i}]`, input, "inputs", inputs);
    });
  });
}

/** The address that a sample's digits give a node: Σ digit_i · base^i over its tuple. */
export function addressOf(
  digits: Uint8Array,
  first: number,
  tuple: readonly number[],
  base: number,
): number {
  let [address, weight] = [0, 1];
  for (const input of tuple) {
    address += digits[first + input] * weight;
    weight *= base;
  }
  return address;
}
