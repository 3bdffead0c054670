import type { Literal, LogicGraph } from "./logic-graph.ts";

/** A node, and how much later than it an input comes; node 0 is the start of a clock. */
export interface ArrivalNode {
  readonly node: number;
  readonly delay: number;
}

/** A graph of ANDs of two inputs, in which nodes come after those that they read. */
export interface AndGraph {
  readonly size: number;
  /** The two nodes that each node reads; −1 for an input. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Nodes that have to be signals, one as often as it is needed. */
  readonly outputs: readonly number[];
  /** Those of them that registers take. */
  readonly setups: readonly number[];
  /** What inputs depend on through cells that are not mapped. */
  readonly sources: ReadonlyMap<number, readonly ArrivalNode[]>;
}

/** The part of a graph that `roots` depend on, with an exclusive gate as three ANDs, one of which the graph may have anyhow.
 *
 * @param setups  those of the roots that registers take. */
export function andGraph(
  graph: LogicGraph,
  roots: readonly Literal[],
  setups: readonly Literal[] = [],
): AndGraph {
  const isNeeded = neededNodes(graph, roots);
  const builder = new AndGraphBuilder();
  const literals = new Int32Array(graph.size);
  const of = (literal: Literal): number => literals[literal >> 1] ^ (literal & 1);
  const sources = new Map<number, readonly ArrivalNode[]>();
  for (let node = 1; node < graph.size; node++) {
    if (isNeeded[node] === 0) continue;
    if (graph.isInput(node)) {
      literals[node] = builder.input();
      const before = graph
        .sources(node)
        .map(({ literal, delay }) => ({ node: of(literal) >> 1, delay }));
      if (before.length > 0) sources.set(literals[node] >> 1, before);
      continue;
    }
    const [a, b] = graph.operandLiterals(node);
    literals[node] = graph.isExclusive(node)
      ? builder.xor(of(a), of(b), graph.hasOddAnd(a, b))
      : builder.and(of(a), of(b));
  }
  const signals = roots.filter((literal) => literal > 1).map(of);
  return {
    ...builder.finish(),
    outputs: signals.map((literal) => literal >> 1),
    setups: setups.filter((literal) => literal > 1).map((literal) => of(literal) >> 1),
    sources,
  };
}

function neededNodes(graph: LogicGraph, roots: readonly Literal[]): Uint8Array {
  const isNeeded = new Uint8Array(graph.size);
  for (const literal of roots) isNeeded[literal >> 1] = 1;
  for (let node = graph.size - 1; node > 0; node--) {
    if (isNeeded[node] === 0) continue;
    if (graph.isInput(node))
      for (const { literal } of graph.sources(node)) isNeeded[literal >> 1] = 1;
    else for (const read of graph.operands(node)) isNeeded[read] = 1;
  }
  return isNeeded;
}

class AndGraphBuilder {
  readonly #left: number[] = [-1];
  readonly #right: number[] = [-1];
  readonly #known = new Map<number, number>();

  input(): number {
    this.#left.push(-1);
    this.#right.push(-1);
    return 2 * (this.#left.length - 1);
  }

  and(a: number, b: number): number {
    if (a > b) return this.and(b, a);
    if (a === 0 || a === (b ^ 1)) return 0;
    if (a === 1 || a === b) return b;
    const key = a * 2 ** 26 + b;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#left.push(a >> 1);
    this.#right.push(b >> 1);
    const made = 2 * (this.#left.length - 1);
    this.#known.set(key, made);
    return made;
  }

  xor(a: number, b: number, isOdd: boolean): number {
    const flip = isOdd ? 1 : 0;
    const both = this.and(a, b ^ flip);
    const none = this.and(a ^ 1, b ^ 1 ^ flip);
    return this.and(both ^ 1, none ^ 1) ^ flip;
  }

  finish(): Pick<AndGraph, "size" | "left" | "right"> {
    return {
      size: this.#left.length,
      left: Int32Array.from(this.#left),
      right: Int32Array.from(this.#right),
    };
  }
}
