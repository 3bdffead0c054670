import { isConstant, type Net, one, zero } from "../netlist/net.ts";

/** A bit of a {@link BitGraph}; 0 and 1 are the constants. */
export type GraphBit = number;

/** What bits are made of, each gate of the same operands once: what a synthesiser sees to be the same before it maps, which is by form and
 *  constants, not by function. */
export class BitGraph {
  readonly #operands: (readonly GraphBit[])[] = [[], []];
  readonly #known = new Map<string, GraphBit>();
  readonly #complements = new Map<GraphBit, GraphBit>();

  /** The bits that a bit is made of. */
  operands(bit: GraphBit): readonly GraphBit[] {
    return this.#operands[bit];
  }

  /** A bit that is like no other. */
  fresh(operands: readonly GraphBit[] = []): GraphBit {
    return this.#operands.push(operands) - 1;
  }

  /** What a register keeps is known once its input is. */
  connect(register: GraphBit, inputs: readonly GraphBit[]): void {
    this.#operands[register] = inputs;
  }

  /** The bit of an operation, in the order of its operands. */
  made(op: string, operands: readonly GraphBit[]): GraphBit {
    const key = `${op} ${operands.join(" ")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const bit = this.fresh(operands);
    this.#known.set(key, bit);
    return bit;
  }

  not(a: GraphBit): GraphBit {
    if (isConstant(a)) return 1 - a;
    const known = this.#complements.get(a);
    if (known !== undefined) return known;
    const bit = this.made("not", [a]);
    this.#complements.set(bit, a);
    this.#complements.set(a, bit);
    return bit;
  }

  and(a: GraphBit, b: GraphBit): GraphBit {
    return this.#gate("and", a, b, (net) => (net === zero ? zero : undefined));
  }

  or(a: GraphBit, b: GraphBit): GraphBit {
    return this.#gate("or", a, b, (net) => (net === one ? one : undefined));
  }

  xor(a: GraphBit, b: GraphBit): GraphBit {
    if (a === b) return zero;
    if (isConstant(a)) return a === one ? this.not(b) : b;
    if (isConstant(b)) return b === one ? this.not(a) : a;
    return this.made("xor", a < b ? [a, b] : [b, a]);
  }

  mux(select: GraphBit, whenOne: GraphBit, whenZero: GraphBit): GraphBit {
    if (whenOne === whenZero) return whenOne;
    if (isConstant(select)) return select === one ? whenOne : whenZero;
    if (whenOne === one && whenZero === zero) return select;
    return this.made("mux", [select, whenOne, whenZero]);
  }

  /** An AND or OR: a constant decides or is idle. */
  #gate(op: string, a: GraphBit, b: GraphBit, decided: (net: Net) => Net | undefined): GraphBit {
    if (a === b) return a;
    if (isConstant(a)) return decided(a) ?? b;
    if (isConstant(b)) return decided(b) ?? a;
    return this.made(op, a < b ? [a, b] : [b, a]);
  }
}
