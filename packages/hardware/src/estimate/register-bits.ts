import { type Cell, type CompareCell, inputsOf, isClocked, outputsOf } from "../netlist/cell.ts";
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
  #bits: GraphBit[] = [];

  constructor(module: Module, target: Target) {
    this.#module = module;
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
    this.#bits = new Array<GraphBit>(netCount).fill(zero);
    this.#bits[one] = one;
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
        const [q, d] = [this.#bits[net], this.#bits[cell.d[i]]];
        this.#graph.connect(q, [d, ...this.#all(control)]);
        bits.push({ q, d, isDelay });
      });
    }
    const readers = this.#readers(roots);
    return { bits: bits.filter(({ q }) => readers.has(q)), readers };
  }

  #all(bus: Bus): GraphBit[] {
    return bus.map((net) => this.#bits[net]);
  }

  #drive(bus: Bus, bits: readonly GraphBit[]): void {
    bus.forEach((net, i) => {
      this.#bits[net] = bits[i];
    });
  }

  #begin(bus: Bus): void {
    for (const net of bus) {
      const same = this.#same.get(net);
      if (net > one) this.#bits[net] = same === undefined ? this.#graph.fresh() : this.#bits[same];
    }
  }

  #make(cell: Cell): void {
    const graph = this.#graph;
    switch (cell.op) {
      case "and":
      case "or":
      case "xor":
      case "xnor": {
        const [a, b] = [this.#all(cell.a), this.#all(cell.b)];
        const { op } = cell;
        this.#drive(
          cell.y,
          a.map((bit, i) =>
            op === "xnor" ? graph.not(graph.xor(bit, b[i])) : graph[op](bit, b[i]),
          ),
        );
        return;
      }
      case "not":
        this.#drive(
          cell.y,
          this.#all(cell.a).map((bit) => graph.not(bit)),
        );
        return;
      case "mux": {
        const [yes, no] = [this.#all(cell.whenOne), this.#all(cell.whenZero)];
        const select = this.#bits[cell.select];
        this.#drive(
          cell.y,
          yes.map((bit, i) => graph.mux(select, bit, no[i])),
        );
        return;
      }
      case "full-adder":
      case "half-adder": {
        const c = cell.op === "full-adder" ? this.#all(cell.c) : [];
        const [a, b] = [this.#all(cell.a), this.#all(cell.b)];
        a.forEach((bit, i) => {
          const { sum, carry } = fullAdderBits(graph, bit, b[i], c[i] ?? zero);
          this.#drive([cell.sum[i], cell.carry[i]], [sum, carry]);
        });
        return;
      }
      case "add":
        this.#add(cell, this.#all(cell.b), this.#bits[cell.carryIn]);
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
        const d = this.#bits[cell.d[i]];
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
