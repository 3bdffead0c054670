import { greatestSupport, inverse, reduced, type SmallFunction, spread } from "./small-function.ts";

/** A bit of a graph or its complement: twice a node's number, plus 1 for the complement. 0 and 1 are the constants. */
export type Literal = number;

export const complement = (literal: Literal): Literal => literal ^ 1;

/** An input that is the output of something else: it comes so much later than a bit of the graph. */
export interface ArrivalSource {
  readonly literal: Literal;
  readonly delay: number;
}

/** Nodes of two inputs, each there once: what a synthesiser has before it maps. Nodes come after those that they read. */
export class LogicGraph {
  /** Operands of each node; an input has none (−1). A node is `a ∧ b`, or with `isExclusive` `a ⊕ b` of uncomplemented bits. */
  readonly #a: Literal[] = [-1];
  readonly #b: Literal[] = [-1];
  readonly #isExclusive: boolean[] = [false];
  readonly #readers: number[] = [0];
  readonly #known = new Map<number, Literal>();
  readonly #small = new Map<string, Literal>();
  readonly #functions: (SmallFunction | undefined)[] = [{ support: [], table: 0 }];
  readonly #sources = new Map<number, readonly ArrivalSource[]>();

  get size(): number {
    return this.#a.length;
  }

  isInput(node: number): boolean {
    return this.#a[node] < 0;
  }

  isExclusive(node: number): boolean {
    return this.#isExclusive[node];
  }

  /** The two nodes that a node reads. */
  operands(node: number): readonly [number, number] {
    return [this.#a[node] >> 1, this.#b[node] >> 1];
  }

  /** The two bits that a node reads. */
  operandLiterals(node: number): readonly [Literal, Literal] {
    return [this.#a[node], this.#b[node]];
  }

  /** Whether there is an AND of two bits of which one is complemented. */
  hasOddAnd(a: Literal, b: Literal): boolean {
    const isKnown = (x: Literal, y: Literal): boolean =>
      this.#known.has((Math.min(x, y) * 2 ** 25 + Math.max(x, y)) * 2);
    return isKnown(complement(a), b) || isKnown(a, complement(b));
  }

  /** What an input depends on through cells that are not mapped. */
  sources(node: number): readonly ArrivalSource[] {
    return this.#sources.get(node) ?? [];
  }

  /** Nodes that read a node. */
  countReaders(node: number): number {
    return this.#readers[node];
  }

  /** Nodes of each kind that bits depend on. */
  countGates(roots: readonly Literal[]): { readonly and: number; readonly xor: number } {
    const isNeeded = new Uint8Array(this.size);
    for (const literal of roots) isNeeded[literal >> 1] = 1;
    const counts = { and: 0, xor: 0 };
    for (let node = this.size - 1; node > 0; node--) {
      if (isNeeded[node] === 0 || this.isInput(node)) continue;
      counts[this.#isExclusive[node] ? "xor" : "and"]++;
      for (const read of this.operands(node)) isNeeded[read] = 1;
    }
    return counts;
  }

  /** @param sources  what it depends on through cells that are not mapped; the constant 0 as a literal is the start of a clock. */
  input(sources: readonly ArrivalSource[] = []): Literal {
    const made = this.#add(-1, -1, false);
    if (sources.length > 0) this.#sources.set(made >> 1, sources);
    return made;
  }

  and(a: Literal, b: Literal): Literal {
    if (a > b) return this.and(b, a);
    if (a === 0 || a === complement(b)) return 0;
    if (a === 1 || a === b) return b;
    return this.#node(a, b, false);
  }

  or(a: Literal, b: Literal): Literal {
    return complement(this.and(complement(a), complement(b)));
  }

  xor(a: Literal, b: Literal): Literal {
    if (a > b) return this.xor(b, a);
    const isOdd = (a ^ b) & 1;
    const [left, right] = [a & ~1, b & ~1];
    if (left === right) return isOdd;
    if (left === 0) return right ^ isOdd;
    return this.#node(left, right, true) ^ isOdd;
  }

  mux(select: Literal, whenOne: Literal, whenZero: Literal): Literal {
    if (whenOne === whenZero) return whenOne;
    if (whenOne === complement(whenZero)) return this.xor(select, whenZero);
    return this.or(this.and(select, whenOne), this.and(complement(select), whenZero));
  }

  #node(a: Literal, b: Literal, isExclusive: boolean): Literal {
    const key = (a * 2 ** 25 + b) * 2 + (isExclusive ? 1 : 0);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#sameOrNew(a, b, isExclusive);
    this.#known.set(key, made);
    return made;
  }

  /** A bit that there is with the same function of few others, else a node. */
  #sameOrNew(a: Literal, b: Literal, isExclusive: boolean): Literal {
    const small = this.#combine(a, b, isExclusive);
    if (small === undefined) return this.#add(a, b, isExclusive);
    const { support, table } = small;
    if (support.length === 0) return table & 1;
    const isInverted = (table & 1) === 1;
    const key = `${support.join()}:${isInverted ? inverse(small) : table}`;
    const same = this.#small.get(key);
    if (same !== undefined) return same ^ Number(isInverted);
    const made = this.#add(a, b, isExclusive);
    this.#functions[made >> 1] = small;
    this.#small.set(key, made ^ Number(isInverted));
    return made;
  }

  #combine(a: Literal, b: Literal, isExclusive: boolean): SmallFunction | undefined {
    const [left, right] = [this.#functions[a >> 1], this.#functions[b >> 1]];
    if (left === undefined || right === undefined) return undefined;
    const support = [...new Set([...left.support, ...right.support])].sort((x, y) => x - y);
    if (support.length > greatestSupport) return undefined;
    const [x, y] = [spread(left, support, a & 1), spread(right, support, b & 1)];
    return reduced({ support, table: (isExclusive ? x ^ y : x & y) >>> 0 });
  }

  #add(a: Literal, b: Literal, isExclusive: boolean): Literal {
    this.#a.push(a);
    this.#b.push(b);
    this.#isExclusive.push(isExclusive);
    this.#readers.push(0);
    for (const read of [a, b]) if (read >= 0) this.#readers[read >> 1]++;
    const node = this.#a.length - 1;
    const isInput = a < 0;
    this.#functions.push(isInput ? { support: [node], table: 2 } : undefined);
    if (isInput) this.#small.set(`${node}:2`, 2 * node);
    return 2 * node;
  }
}
