import { greatestGateAdder } from "../estimate/carry-cells.ts";
import { type MergedSums, mergedSums } from "../estimate/merged-sums.ts";
import { tablesOfBit } from "../estimate/unit-features.ts";
import {
  type AddCell,
  type Cell,
  type CompareCell,
  inputsOf,
  isClocked,
  outputsOf,
  type RomCell,
} from "../netlist/cell.ts";
import { driveGates, type GateAlgebra, NetValues } from "../netlist/drive-gates.ts";
import type { Module } from "../netlist/module.ts";
import { type Bus, isConstant, zero } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import {
  type CellDelays,
  carrySources,
  cellDelays,
  chainSources,
  registerSources,
} from "./chain-sources.ts";
import { type ArrivalSource, complement, type Literal, LogicGraph } from "./logic-graph.ts";
import { lowerComparator } from "./lower-comparator.ts";
import { addRowsInThrees, fullAdder, rippleSum, type SumAndCarry } from "./lower-sum.ts";

/** A module as gates between what is not mapped: ports, registers, carry chains, memories. */
export interface LoweredModule {
  readonly graph: LogicGraph;
  /** Bits that have to be signals. */
  readonly roots: readonly Literal[];
  /** Those of them that registers take, which have to be there before the clock. */
  readonly setups: readonly Literal[];
  /** Tables beside those of the graph: of carry chains and of large constant memories. */
  readonly tables: number;
  /** Inputs of carry chains that a gate drives while the other operand is a signal anyhow: which of them goes in beside the sum is the
   *  synthesiser's. */
  readonly openOperands: number;
  /** Full adders; of an ASIC they and chains are cells beside the graph, whose bits are counted. */
  readonly fullAdders: number;
  readonly chainBits: number;
  /** Full adders of which some inputs are complements and some are not: a synthesiser finds two in them. */
  readonly mixedFullAdders: number;
  /** Gates of constant memories. */
  readonly memoryGates: number;
}

/** Address bits up to which a constant memory becomes multiplexers. */
const greatestGateMemory = 9;

/** The gates of a module, with its constants folded, and what carry chains of a target have beside them.
 *  @param delays  of carry chains and registers. Default: those that the synthesiser knows. */
export function lowerModule(
  module: Module,
  target: Target,
  delays: CellDelays = cellDelays[target],
): LoweredModule {
  const lowering = new Lowering(module, target, delays);
  for (const cell of module.cells) lowering.lower(cell);
  return lowering.result(module);
}

class Lowering {
  readonly #graph = new LogicGraph();
  readonly #values: NetValues<Literal>;
  readonly #gates: GateAlgebra<Literal>;
  readonly #roots: Literal[] = [];
  readonly #setups: Literal[] = [];
  readonly #target: Target;
  readonly #delays: CellDelays;
  readonly #sums: MergedSums;
  readonly #inner: ReadonlySet<AddCell>;
  #tables = 0;
  #openOperands = 0;
  #fullAdders = 0;
  #chainBits = 0;
  #mixedFullAdders = 0;
  #memoryGates = 0;

  constructor(module: Module, target: Target, delays: CellDelays) {
    this.#target = target;
    this.#delays = delays;
    this.#values = new NetValues<Literal>(module.netCount, { zero: 0, one: 1 });
    const graph = this.#graph;
    this.#gates = {
      ...{ and: (a, b) => graph.and(a, b), or: (a, b) => graph.or(a, b) },
      ...{ xor: (a, b) => graph.xor(a, b), not: complement },
      mux: (select, yes, no) => graph.mux(select, yes, no),
      fullAdder: (a, b, c) => this.#fullAdder(a, b, c),
    };
    this.#sums = mergedSums(module);
    this.#inner = new Set(
      this.#sums.merged.flatMap(({ last, members }) => members.filter((one) => one !== last)),
    );
    for (const { bus } of module.inputs) this.#begin(bus);
    const sources = registerSources(delays);
    for (const cell of module.cells) if (isClocked(cell)) this.#begin(outputsOf(cell), sources);
  }

  result(module: Module): LoweredModule {
    for (const { bus } of module.outputs) this.#root(this.#all(bus));
    return {
      ...{ graph: this.#graph, roots: this.#roots, setups: this.#setups, tables: this.#tables },
      ...{ openOperands: this.#openOperands, fullAdders: this.#fullAdders },
      ...{ chainBits: this.#chainBits, mixedFullAdders: this.#mixedFullAdders },
      memoryGates: this.#memoryGates,
    };
  }

  lower(cell: Cell): void {
    if (driveGates(cell, this.#values, this.#gates)) return;
    switch (cell.op) {
      case "add":
        this.#add(cell);
        return;
      case "subtract":
        this.#chain(this.#all(cell.a), this.#all(cell.b).map(complement), 1, cell.y);
        return;
      case "sum": {
        const columns = cell.y.map((_, i) =>
          cell.operands.flatMap((operand) => operand.slice(i, i + 1)),
        );
        this.#total(columns, cell.y);
        return;
      }
      case "compare":
        this.#drive([cell.y], [this.#compare(cell)]);
        return;
      case "rom":
        if (!cell.isSynchronous) {
          this.#rom(cell);
          return;
        }
        this.#root(this.#all(inputsOf(cell)));
        return;
      default:
        this.#root(this.#all(inputsOf(cell)));
        if (isClocked(cell)) this.#setups.push(...this.#all(inputsOf(cell)));
        return;
    }
  }

  #all(bus: Bus): Literal[] {
    return this.#values.all(bus);
  }

  #drive(bus: Bus, literals: readonly Literal[]): void {
    this.#values.drive(bus, literals);
  }

  #begin(bus: Bus, sources?: readonly ArrivalSource[]): void {
    for (const net of bus) if (!isConstant(net)) this.#drive([net], [this.#graph.input(sources)]);
  }

  #root(literals: readonly Literal[]): void {
    this.#roots.push(...literals);
  }

  #add(cell: AddCell): void {
    if (this.#inner.has(cell)) return;
    const merged = this.#sums.merged.find(({ last }) => last === cell);
    if (merged === undefined)
      this.#chain(this.#all(cell.a), this.#all(cell.b), this.#values.at(cell.carryIn), cell.y);
    else this.#total(merged.columns, cell.y);
  }

  /** Bits by what they count, those that are there first taken first, as Yosys does. */
  #total(columns: readonly Bus[], y: Bus): void {
    const bits = columns.map((column) => this.#all([...column].sort((a, b) => a - b)));
    const { rows, carry } = addRowsInThrees(bits, (x, z, c) => this.#fullAdder(x, z, c));
    const none = y.map(() => 0);
    const [a = none, b = none] = rows;
    if (rows.length < 2) this.#drive(y, a);
    else this.#chain(a, b, carry, y);
  }

  #fullAdder(a: Literal, b: Literal, c: Literal): SumAndCarry {
    if (Math.min(a, b, c) < 2) return fullAdder(this.#graph, a, b, c);
    this.#fullAdders++;
    // An exclusive gate takes in its complement.
    const fixed = [a, b, c].filter((literal) => !this.#graph.isExclusive(literal >> 1));
    if (new Set(fixed.map((literal) => literal & 1)).size > 1) this.#mixedFullAdders++;
    if (this.#target !== "asic") return fullAdder(this.#graph, a, b, c);
    this.#root([a, b, c]);
    return { sum: this.#graph.input(), carry: this.#graph.input() };
  }

  /** A carry chain. Bits below the first where both operands are open pass. */
  #chain(a: readonly Literal[], b: readonly Literal[], carry: Literal, y: Bus): void {
    const passing = carry === 0 ? a.findIndex((bit, i) => bit !== 0 && b[i] !== 0) : 0;
    const start = passing < 0 ? a.length : passing;
    this.#drive(
      y.slice(0, start),
      a.slice(0, start).map((bit, i) => bit | b[i]),
    );
    const rest = y.slice(start);
    const [left, right] = [a.slice(start), b.slice(start)];
    if (rest.length === 0) return;
    this.#chainBits += left.filter((bit, i) => bit > 1 && right[i] > 1).length;
    if (this.#target === "asic") {
      this.#root([...left, ...right]);
      this.#begin(rest);
      return;
    }
    if (this.#target === "ecp5" && rest.length <= greatestGateAdder) {
      this.#drive(rest, rippleSum(this.#graph, left, right, carry));
      return;
    }
    if (this.#target === "xc7") {
      this.#root(left.map((bit, i) => this.#graph.xor(bit, right[i])));
      this.#root(left);
      const isSignal = (bit: Literal): boolean => this.#graph.isInput(bit >> 1);
      this.#openOperands += new Set(
        right.filter((bit, i) => !isSignal(bit) && isSignal(left[i])),
      ).size;
      if (carry > 1) this.#root([complement(carry)]);
    } else this.#root([...left, ...right, carry]);
    // A bit that is a carry alone is a carry.
    if (this.#target === "ice40")
      this.#tables += left.filter((bit, i) => bit > 1 || right[i] > 1).length;
    const bits = left.map((bit, i) => [bit, right[i]]);
    const sums = rest.map((_, i) => {
      const isCarry = this.#target === "ice40" && left[i] === 0 && right[i] === 0;
      return this.#graph.input(
        isCarry
          ? carrySources(this.#delays, bits.slice(0, i))
          : chainSources(this.#delays, bits, { place: i, carry }),
      );
    });
    this.#drive(rest, sums);
  }

  #compare(cell: CompareCell): Literal {
    const operands = [this.#all(cell.a), this.#all(cell.b)] as const;
    const { result, roots } = lowerComparator(
      this.#graph,
      { target: this.#target, delays: this.#delays },
      cell,
      operands,
    );
    this.#root(roots);
    return result;
  }

  #rom(cell: RomCell): void {
    const address = this.#all(cell.address);
    if (address.length > greatestGateMemory) {
      this.#root(address);
      this.#tables += cell.data.length * tablesOfBit(cell.contents.length, this.#target);
      this.#begin(cell.data);
      return;
    }
    const before = this.#graph.size;
    const read = cell.data.map((_, bit) => {
      const words = Array.from({ length: 2 ** address.length }, (_, word) =>
        Number(((cell.contents[word] ?? 0n) >> BigInt(bit)) & 1n),
      );
      return selected(this.#graph, words, address);
    });
    this.#drive(cell.data, read);
    this.#memoryGates += this.#graph.size - before;
  }
}

/** The literal of an address, by multiplexers. */
function selected(
  graph: LogicGraph,
  words: readonly Literal[],
  address: readonly Literal[],
): Literal {
  return address.reduce(
    (left: readonly Literal[], bit) =>
      Array.from({ length: left.length / 2 }, (_, i) =>
        graph.mux(bit, left[2 * i + 1], left[2 * i]),
      ),
    words,
  )[zero];
}
