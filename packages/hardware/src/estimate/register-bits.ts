import { type Cell, type CompareCell, inputsOf, isClocked, outputsOf } from "../netlist/cell.ts";
import { driveGates, type GateAlgebra, NetValues } from "../netlist/drive-gates.ts";
import type { Module } from "../netlist/module.ts";
import { type Bus, isConstant, type Net, one, zero } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { adderBits, fullAdderBits } from "./adder-bits.ts";
import { BitGraph, type GraphBit } from "./bit-graph.ts";
import { type MergedSums, mergedSums } from "./merged-sums.ts";
import { narrowAdders } from "./narrow-adders.ts";

/** A bit of a register that is left: what it is, what it takes at the clock, and whether it always does. */
export interface RegisterBit {
  readonly q: GraphBit;
  readonly d: GraphBit;
  readonly isDelay: boolean;
}

/** Registers as a synthesiser leaves them. */
export interface RegisterBits {
  readonly bits: readonly RegisterBit[];
  /** How often a bit is read by what is left. */
  readonly readers: ReadonlyMap<GraphBit, number>;
}

/** The registers of a module without those that are constant, the same as others, or read by nothing. */
export function registerBits(module: Module, target: Target): RegisterBits {
  const reading = new Reading(narrowAdders(module), target);
  while (reading.read());
  return reading.result();
}

class Reading {
  readonly #module: Module;
  readonly #target: Target;
  readonly #sums: MergedSums;
  readonly #last: ReadonlyMap<Cell, readonly Bus[]>;
  readonly #inner: ReadonlySet<Cell>;
  /** Registers that are another bit. */
  readonly #same = new Map<Net, Net>();
  #graph = new BitGraph();
  #bits: NetValues<GraphBit>;
  readonly #gates: GateAlgebra<GraphBit> = {
    and: (a, b) => this.#graph.and(a, b),
    or: (a, b) => this.#graph.or(a, b),
    xor: (a, b) => this.#graph.xor(a, b),
    not: (a) => this.#graph.not(a),
    mux: (select, yes, no) => this.#graph.mux(select, yes, no),
    fullAdder: (a, b, c) => fullAdderBits(this.#graph, a, b, c),
  };

  constructor(module: Module, target: Target) {
    this.#module = module;
    this.#bits = new NetValues<GraphBit>(module.netCount, { zero, one });
    this.#target = target;
    this.#sums = mergedSums(module);
    this.#last = new Map(this.#sums.merged.map(({ last, columns }) => [last, columns]));
    const { merged } = this.#sums;
    this.#inner = new Set(
      merged.flatMap(({ last, members }) => members.filter((member) => member !== last)),
    );
  }

  /** The bits of all cells by what is known of registers; whether more is known then. */
  read(): boolean {
    const { netCount, inputs, cells } = this.#module;
    this.#graph = new BitGraph();
    this.#bits = new NetValues<GraphBit>(netCount, { zero, one });
    for (const { bus } of inputs) this.#begin(bus);
    for (const cell of cells) if (isClocked(cell)) this.#begin(outputsOf(cell));
    for (const cell of cells) if (!isClocked(cell)) this.#make(cell);
    return this.#merge();
  }

  result(): RegisterBits {
    const bits: RegisterBit[] = [];
    const roots = this.#module.outputs.flatMap(({ bus }) => this.#all(bus));
    for (const cell of this.#module.cells) {
      if (!isClocked(cell)) continue;
      if (cell.op !== "register") {
        roots.push(...this.#all(inputsOf(cell)));
        continue;
      }
      const { enable, reset } = cell;
      const isDelay = enable === one && reset === zero;
      const control = [enable, reset].filter((net) => !isConstant(net));
      cell.q.forEach((net, i) => {
        if (this.#same.has(net)) return;
        const [q, d] = [this.#bits.at(net), this.#bits.at(cell.d[i])];
        this.#graph.connect(q, [d, ...this.#all(control)]);
        bits.push({ q, d, isDelay });
      });
    }
    const readers = this.#readers(roots);
    return { bits: bits.filter(({ q }) => readers.has(q)), readers };
  }

  #all(bus: Bus): GraphBit[] {
    return this.#bits.all(bus);
  }

  #drive(bus: Bus, bits: readonly GraphBit[]): void {
    this.#bits.drive(bus, bits);
  }

  #begin(bus: Bus): void {
    for (const net of bus) {
      const same = this.#same.get(net);
      if (net > one)
        this.#drive([net], [same === undefined ? this.#graph.fresh() : this.#bits.at(same)]);
    }
  }

  #make(cell: Cell): void {
    if (driveGates(cell, this.#bits, this.#gates)) return;
    const graph = this.#graph;
    switch (cell.op) {
      case "add":
        this.#add(cell, this.#all(cell.b), this.#bits.at(cell.carryIn));
        return;
      case "subtract":
        this.#add(
          cell,
          this.#all(cell.b).map((bit) => graph.not(bit)),
          one,
        );
        return;
      case "compare":
        this.#drive([cell.y], [this.#compare(cell)]);
        return;
      default: {
        const operands = this.#all(inputsOf(cell));
        this.#drive(
          outputsOf(cell),
          outputsOf(cell).map(() => graph.fresh(operands)),
        );
      }
    }
  }

  #add(
    cell: Cell & { readonly a: Bus; readonly b: Bus; readonly y: Bus },
    b: readonly GraphBit[],
    carry: GraphBit,
  ): void {
    if (this.#inner.has(cell)) return;
    const columns = this.#last.get(cell);
    const operands = { a: this.#all(cell.a), b, carry };
    const merged = columns?.map((column) => this.#all(column));
    this.#drive(cell.y, adderBits(this.#graph, this.#target, { ...operands, merged }));
  }

  /** Of a comparison with a constant bits below its lowest one do not matter; gates of an ASIC are not told. */
  #compare({ relation, a, b }: CompareCell): GraphBit {
    const isFixed = relation === "at-least" && b.every(isConstant) && this.#target !== "asic";
    const from = isFixed ? Math.max(0, b.indexOf(one)) : 0;
    return this.#graph.made(relation, [...this.#all(a.slice(from)), ...this.#all(b.slice(from))]);
  }

  /** Registers that are 0 at first stay what they take if that is 0; where nothing says what they are at first, any constant. */
  #merge(): boolean {
    const before = this.#same.size;
    const found = new Map<string, Net>();
    for (const cell of this.#module.cells) {
      if (cell.op !== "register") continue;
      const control = this.#all([cell.enable, cell.reset]).join();
      cell.q.forEach((net, i) => {
        if (this.#same.has(net)) return;
        const d = this.#bits.at(cell.d[i]);
        const key = `${d},${control}`;
        const first = found.get(key);
        if (d === zero || (d === one && this.#target === "asic")) this.#same.set(net, d);
        else if (first === undefined) found.set(key, net);
        else this.#same.set(net, first);
      });
    }
    return this.#same.size > before;
  }

  /** How often each bit is read, from the roots back. */
  #readers(roots: readonly GraphBit[]): Map<GraphBit, number> {
    const readers = new Map<GraphBit, number>();
    const waiting = [...roots];
    for (let bit = waiting.pop(); bit !== undefined; bit = waiting.pop()) {
      const before = readers.get(bit) ?? 0;
      readers.set(bit, before + 1);
      if (before === 0) waiting.push(...this.#graph.operands(bit));
    }
    return readers;
  }
}
