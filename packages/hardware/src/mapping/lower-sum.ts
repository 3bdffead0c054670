import { complement, type Literal, type LogicGraph } from "./logic-graph.ts";

export interface SumAndCarry {
  readonly sum: Literal;
  readonly carry: Literal;
}

/** The two bits of a full adder, by gates. */
export function fullAdder(graph: LogicGraph, a: Literal, b: Literal, c: Literal): SumAndCarry {
  const differ = graph.xor(a, b);
  return {
    sum: graph.xor(differ, c),
    carry: graph.or(graph.and(a, b), graph.and(c, differ)),
  };
}

/** `a + b + carry` by gates, of as many bits as a has. */
export function rippleSum(
  graph: LogicGraph,
  a: readonly Literal[],
  b: readonly Literal[],
  carry: Literal,
): Literal[] {
  let passed = carry;
  return a.map((bit, i) => {
    const { sum, carry: next } = fullAdder(graph, bit, b[i], passed);
    passed = next;
    return sum;
  });
}

/** Whether `a ≥ b`, by gates. */
export function atLeastGates(
  graph: LogicGraph,
  a: readonly Literal[],
  b: readonly Literal[],
): Literal {
  return a.reduce((below: Literal, bit, i) => graph.mux(graph.xor(bit, b[i]), bit, below), 1);
}

export function equalGates(
  graph: LogicGraph,
  a: readonly Literal[],
  b: readonly Literal[],
): Literal {
  return a.reduce((all: Literal, bit, i) => graph.and(all, complement(graph.xor(bit, b[i]))), 1);
}

/** Numbers, two at most, whose sum with a carry that of bits is. */
export interface SummedRows {
  readonly rows: readonly (readonly Literal[])[];
  readonly carry: Literal;
}

/**
 * Columns of bits as two numbers with the same sum, as Yosys adds up what it has merged: rows of a bit of each column; three rows become two
 * by full adders, level by level; bits that are left over go in where a row of carries has none, and the last one into the chain.
 */
export function addRowsInThrees(
  columns: readonly (readonly Literal[])[],
  add: (a: Literal, b: Literal, c: Literal) => SumAndCarry,
): SummedRows {
  const width = columns.length;
  const heaps = columns.map(() => new Set<Literal>());
  const put = (bit: Literal, column: number): void => {
    if (column >= width || bit === 0) return;
    // A bit that is there twice counts twice as much once.
    if (heaps[column].delete(bit)) put(bit, column + 1);
    else heaps[column].add(bit);
  };
  columns.forEach((column, i) => {
    for (const bit of column) put(bit, i);
  });
  const { rows, extra } = takeRows(heaps);
  let level = rows;
  while (level.length > 2) {
    const threes = Math.floor(level.length / 3);
    const next: Literal[][] = [];
    for (let i = 0; i < threes; i++) {
      const [a, b, c] = level.slice(3 * i, 3 * i + 3);
      const bits = a.map((bit, k) => add(bit, b[k], c[k]));
      next.push(bits.map(({ sum }) => sum));
      next.push([extra.pop() ?? 0, ...bits.slice(0, -1).map(({ carry }) => carry)]);
    }
    level = [...next, ...level.slice(3 * threes)];
  }
  return { rows: level, carry: extra.pop() ?? 0 };
}

function takeRows(heaps: readonly Set<Literal>[]): {
  readonly rows: Literal[][];
  readonly extra: Literal[];
} {
  const rows: Literal[][] = [];
  const extra: Literal[] = [];
  const take = (heap: Set<Literal>): Literal => {
    const [bit = 0] = heap;
    heap.delete(bit);
    return bit;
  };
  while (heaps.some(({ size }) => size > 0)) {
    // What goes in between rows goes in as often as it counts, a bit of each column or none.
    const needed = heaps.reduce((sum, { size }, i) => (size > 0 ? sum + 2 ** i : sum), 0);
    if (needed > rows.length - 1 - extra.length) {
      rows.push(heaps.map(take));
      continue;
    }
    heaps.forEach((heap, i) => {
      if (heap.size > 0) extra.push(...new Array<Literal>(2 ** i).fill(take(heap)));
    });
  }
  return { rows, extra };
}
