import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import type { Cell, CompareCell, GateCell, MemoryStyle } from "./cell.ts";
import { checkModule } from "./check-module.ts";
import { foldGate } from "./fold-gate.ts";
import type { Module, Port, Signal } from "./module.ts";
import { type Bus, isConstant, type Net, one, resize, unsignedWidth, zero } from "./net.ts";

export interface RegisterOptions {
  /** Takes `d` where it is 1. Default 1. */
  readonly enable?: Net;
  /** Becomes 0 where it is 1. Default 0. */
  readonly reset?: Net;
}

export interface MemoryOptions {
  /** Whether a word comes a clock after its address. Default true. */
  readonly isSynchronous?: boolean;
  readonly style?: MemoryStyle;
}

export interface RamPorts {
  readonly writeEnable: Net;
  readonly writeAddress: Bus;
  readonly writeData: Bus;
  readonly address: Bus;
}

/**
 * A module in the making: each method adds a cell and returns the bits that it drives.
 *
 * ```ts
 * const m = new ModuleBuilder("majority");
 * const [a, b, c] = m.input("votes", 3);
 * m.output("majority", m.fullAdder([a], [b], [c]).carry);
 * console.log(printVerilog(m.build()));
 * ```
 *
 * Widths must agree where a cell says so ({@link resize} makes them); `build` checks the whole.
 */
export class ModuleBuilder {
  readonly name: string;
  readonly #inputs: Port[] = [];
  readonly #outputs: Port[] = [];
  readonly #signals: Signal[] = [];
  readonly #cells: Cell[] = [];
  readonly #names = new Map<string, number>();
  #part = "logic";
  #nets = 2;

  constructor(name: string) {
    checkName("ModuleBuilder", "name", name);
    this.name = name;
  }

  /** Runs `body`; what it adds is booked on a part of that name. */
  part<T>(name: string, body: () => T): T {
    checkName("part", "name", name);
    const outer = this.#part;
    this.#part = name;
    try {
      return body();
    } finally {
      this.#part = outer;
    }
  }

  input(name: string, width: number): Bus {
    checkPositiveInteger("input", "width", width);
    const bus = this.#signal(this.#portName(name), width);
    this.#inputs.push({ name, bus });
    return bus;
  }

  output(name: string, bus: Bus): void {
    checkPositiveInteger("output", "bus.length", bus.length);
    this.#outputs.push({ name: this.#portName(name), bus });
  }

  /** Bits of gates, complements and multiplexers that a constant decides get no cell. */
  not(a: Bus): Bus {
    return this.#gate("xnor", a, resize([], a.length));
  }

  and(a: Bus, b: Bus): Bus {
    return this.#gate("and", a, b);
  }

  or(a: Bus, b: Bus): Bus {
    return this.#gate("or", a, b);
  }

  xor(a: Bus, b: Bus): Bus {
    return this.#gate("xor", a, b);
  }

  xnor(a: Bus, b: Bus): Bus {
    return this.#gate("xnor", a, b);
  }

  /** `select ? whenOne : whenZero`. */
  mux(select: Net, whenOne: Bus, whenZero: Bus): Bus {
    if (isConstant(select)) return select === one ? whenOne : whenZero;
    const y = this.#wire("mux", whenOne.length);
    this.#cells.push({ op: "mux", part: this.#part, select, whenOne, whenZero, y });
    return y;
  }

  /** Independent full adders, one for each bit of the buses. */
  fullAdder(a: Bus, b: Bus, c: Bus): { readonly sum: Bus; readonly carry: Bus } {
    const sum = this.#wire("sum", a.length);
    const carry = this.#wire("carry", a.length);
    this.#cells.push({ op: "full-adder", part: this.#part, a, b, c, sum, carry });
    return { sum, carry };
  }

  /** Independent half adders, one for each bit of the buses. */
  halfAdder(a: Bus, b: Bus): { readonly sum: Bus; readonly carry: Bus } {
    const sum = this.#wire("sum", a.length);
    const carry = this.#wire("carry", a.length);
    this.#cells.push({ op: "half-adder", part: this.#part, a, b, sum, carry });
    return { sum, carry };
  }

  /** `a + b + carryIn` modulo 2^width of equally wide buses, by a carry chain. */
  add(a: Bus, b: Bus, carryIn: Net = zero): Bus {
    const y = this.#wire("add", a.length);
    this.#cells.push({ op: "add", part: this.#part, a, b, carryIn, y });
    return y;
  }

  /** `a − b` modulo 2^width of equally wide buses, by a carry chain. */
  subtract(a: Bus, b: Bus): Bus {
    const y = this.#wire("subtract", a.length);
    this.#cells.push({ op: "subtract", part: this.#part, a, b, y });
    return y;
  }

  /** `−a` modulo 2^width. */
  negate(a: Bus): Bus {
    return this.subtract(resize([], a.length), a);
  }

  /** A sum of unsigned operands modulo 2^width, whose structure the synthesiser chooses. */
  sum(operands: readonly Bus[], width: number): Bus {
    const y = this.#wire("total", width);
    this.#cells.push({ op: "sum", part: this.#part, operands, y });
    return y;
  }

  /** Whether `a ≥ b`, unsigned. */
  atLeast(a: Bus, b: Bus): Net {
    return this.#compare("at-least", a, b);
  }

  equal(a: Bus, b: Bus): Net {
    return this.#compare("equal", a, b);
  }

  rom(contents: readonly bigint[], width: number, address: Bus, options: MemoryOptions = {}): Bus {
    checkIntegerBetween("rom", "contents.length", contents.length, 1, 2 ** address.length);
    const data = this.#wire("word", width);
    const { isSynchronous = true, style } = options;
    this.#cells.push({
      op: "rom",
      part: this.#part,
      contents,
      isSynchronous,
      style,
      address,
      data,
    });
    return data;
  }

  ram(words: number, ports: RamPorts, options: MemoryOptions = {}): Bus {
    checkIntegerBetween("ram", "words", words, 1, 2 ** ports.address.length);
    const data = this.#wire("word", ports.writeData.length);
    const { isSynchronous = true, style } = options;
    this.#cells.push({ op: "ram", part: this.#part, words, isSynchronous, style, ...ports, data });
    return data;
  }

  register(d: Bus, options: RegisterOptions = {}): Bus {
    const register = this.feedback(d.length);
    register.connect(d, options);
    return register.q;
  }

  /** A register whose input depends on its output: `connect` says the input, once. */
  feedback(width: number): {
    readonly q: Bus;
    readonly connect: (d: Bus, options?: RegisterOptions) => void;
  } {
    const q = this.#wire("reg", width);
    const part = this.#part;
    const connect = (d: Bus, { enable = one, reset = zero }: RegisterOptions = {}): void => {
      this.#cells.push({ op: "register", part, d, q, enable, reset });
    };
    return { q, connect };
  }

  /** A counter of 0 … modulus − 1. */
  counter(
    modulus: number,
    { enable = one, reset = zero }: RegisterOptions = {},
  ): { readonly value: Bus; readonly last: Net } {
    checkPositiveInteger("counter", "modulus", modulus);
    const value = this.#wire("count", unsignedWidth(modulus - 1));
    const [last] = this.#wire("last", 1);
    this.#cells.push({ op: "counter", part: this.#part, modulus, enable, reset, value, last });
    return { value, last };
  }

  /** The module, its cells in order.
   *  @throws RangeError unless every bit read has one driver, buses fit together, and no loop is without a clock. */
  build(): Module {
    return checkModule({
      name: this.name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      signals: this.#signals,
      cells: this.#cells,
      netCount: this.#nets,
    });
  }

  #gate(op: GateCell["op"], a: Bus, b: Bus): Bus {
    const folded = a.map((net, i) => foldGate(op, net, b[i] ?? zero));
    const rest = a.flatMap((_, i) => (folded[i] === undefined ? [i] : []));
    const gates = this.#bitwise(op, rest, (y) => ({
      ...{ op, part: this.#part, y },
      ...{ a: rest.map((i) => a[i]), b: rest.map((i) => b[i]) },
    }));
    const sources = [...new Set(folded.flatMap((f) => (f?.isComplement ? [f.net] : [])))];
    const complements = this.#bitwise("not", sources, (y) => ({
      ...{ op: "not", part: this.#part, a: sources, y },
    }));
    return folded.map((f, i) => {
      if (f === undefined) return gates.get(i) ?? zero;
      return f.isComplement ? (complements.get(f.net) ?? zero) : f.net;
    });
  }

  /** A cell with an output bit for each key, unless there is no key. */
  #bitwise(kind: string, keys: readonly number[], cell: (y: Bus) => Cell): Map<number, Net> {
    if (keys.length === 0) return new Map();
    const y = this.#wire(kind, keys.length);
    this.#cells.push(cell(y));
    return new Map(keys.map((key, i) => [key, y[i]]));
  }

  #compare(relation: CompareCell["relation"], a: Bus, b: Bus): Net {
    const [y] = this.#wire(relation === "equal" ? "equal" : "at_least", 1);
    this.#cells.push({ op: "compare", part: this.#part, relation, a, b, y });
    return y;
  }

  /** A signal named after the part and what it is, with a number from the second of that name on. */
  #wire(kind: string, width: number): Bus {
    const base = `${this.#part}_${kind}`;
    const index = this.#names.get(base) ?? 0;
    this.#names.set(base, index + 1);
    return this.#signal(`${base}_${index}`, width);
  }

  #signal(name: string, width: number): Bus {
    const first = this.#nets;
    this.#nets += width;
    this.#signals.push({ name, first, width });
    return Array.from({ length: width }, (_, bit) => first + bit);
  }

  #portName(name: string): string {
    checkName("port", "name", name);
    const isTaken = [...this.#inputs, ...this.#outputs].some((port) => port.name === name);
    if (isTaken) throw new RangeError(`port: name must be new, got ${name} again`);
    return name;
  }
}

/** Names of Verilog that cannot meet a keyword's or a signal's: lower-case words that end in no `_` and a number. */
function checkName(where: string, what: string, name: string): void {
  if (/^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/.test(name) && !reserved.has(name)) return;
  throw new RangeError(`${where}: ${what} must be lower-case words joined by _, got "${name}"`);
}

const reserved: ReadonlySet<string> = new Set(
  (
    "always and assign begin buf case clk default else end endcase endfunction endmodule for function if " +
    "initial inout input integer module nand negedge nor not or output parameter posedge reg signed " +
    "table task tri wait wand while wire wor xnor xor"
  ).split(" "),
);
