import { type AddCell, type Cell, inputsOf } from "../netlist/cell.ts";
import type { Module } from "../netlist/module.ts";
import { type Bus, isConstant, type Net, zero } from "../netlist/net.ts";

/** Adders as Yosys sees them: those whose result goes into another adder alone become one sum of many operands with it, unless they may
 *  overflow below its width. Signs that both operands of an adder extend are not operands of their own. */
export interface MergedSums {
  /** Adders that are left as they are. */
  readonly adders: readonly AddCell[];
  /** Bits that go into merged sums less bits that come out, and these. */
  readonly removals: number;
  readonly sumBits: number;
  /** Where carries run: the adders that are left, and the last of each merged sum. */
  readonly chains: readonly AddCell[];
  /** The merged sums: bits of column i of `columns` count 2^i in the result of `last`; `members` are all adders of them. */
  readonly merged: readonly MergedSum[];
}

export interface MergedSum {
  readonly last: AddCell;
  readonly members: readonly AddCell[];
  readonly columns: readonly Bus[];
}

export function mergedSums(module: Module): MergedSums {
  const readers = readersOf(module);
  const into = new Map<AddCell, AddCell>();
  const adders = module.cells.filter((cell): cell is AddCell => cell.op === "add");
  /** Driver of the lowest bit of each result. */
  const drivers = new Map(adders.map((adder) => [adder.y[0], adder]));
  const greatest = new Map<AddCell, number>();
  for (const adder of adders) {
    const isSigned = isSignedAdder(adder);
    const parts = [adder.a, adder.b, [adder.carryIn]].map((whole) => {
      const operand = isSigned ? withoutExtension(whole) : whole;
      const inner = drivers.get(operand[0]);
      const most = inner === undefined ? undefined : greatest.get(inner);
      if (inner === undefined || most === undefined || onlyReader(readers, inner.y) !== adder)
        return 2 ** openWidth(operand) - 1;
      if (isSigned && (inner.carryIn !== zero || adder.carryIn !== zero)) {
        return 2 ** openWidth(operand) - 1;
      }
      const mayOverflow = isSignedAdder(inner)
        ? Math.max(...[inner.a, inner.b].map((bus) => withoutExtension(bus).length)) >=
          inner.y.length
        : most >= 2 ** inner.y.length;
      if (mayOverflow && inner.y.length !== adder.y.length) return 2 ** inner.y.length - 1;
      into.set(inner, adder);
      return most;
    });
    greatest.set(
      adder,
      parts.reduce((sum, part) => sum + part, 0),
    );
  }
  const rootOf = (adder: AddCell): AddCell => {
    const next = into.get(adder);
    return next === undefined ? adder : rootOf(next);
  };
  const parts = new Map<AddCell, AddCell[]>();
  for (const adder of adders) {
    const root = rootOf(adder);
    parts.set(root, [...(parts.get(root) ?? []), adder]);
  }
  const sums = { removals: 0, sumBits: 0 };
  const alone: AddCell[] = [];
  const merged: MergedSum[] = [];
  for (const [root, members] of parts) {
    if (members.length === 1) {
      alone.push(root);
      continue;
    }
    const columns = columnsOf(root, members);
    const open = columns.flat().filter((net) => !isConstant(net));
    sums.removals += Math.max(0, open.length - root.y.length);
    sums.sumBits += root.y.length;
    merged.push({ last: root, members, columns });
  }
  return { adders: alone, ...sums, chains: [...parts.keys()], merged };
}

/** Bits that go into adders that are merged, by what they count. */
function columnsOf(root: AddCell, members: readonly AddCell[]): Bus[] {
  const inner = new Set(members.filter((member) => member !== root).flatMap(({ y }) => y));
  const operands = members.flatMap((member) => {
    const { a, b, carryIn } = member;
    return [...[a, b].map((bus) => extended(bus, root.y.length, isSignedAdder(member))), [carryIn]];
  });
  return root.y.map((_, i) =>
    operands.flatMap((operand) => operand.slice(i, i + 1)).filter((net) => !inner.has(net)),
  );
}

/** Whether both operands extend the sign of a number of fewer bits. */
function isSignedAdder({ a, b }: AddCell): boolean {
  return [a, b].every((bus) => !isConstant(bus[bus.length - 1]) && bus.at(-1) === bus.at(-2));
}

/** A number without copies of its sign. */
function withoutExtension(bus: Bus): Bus {
  return bus.slice(0, bus.findLastIndex((net, i) => i === 0 || net !== bus[i - 1]) + 1);
}

function extended(bus: Bus, width: number, isSigned: boolean): Bus {
  const sign = bus.at(-1);
  if (!isSigned || sign === undefined) return bus;
  return [...bus, ...new Array<Net>(Math.max(0, width - bus.length)).fill(sign)];
}

/** Bits of a bus up to its highest that is no constant. */
function openWidth(bus: readonly Net[]): number {
  return bus.findLastIndex((net) => !isConstant(net)) + 1;
}

/** The cell that alone reads a net, and once; "many" if it is read again, as by the extension of a sign, or by a port. */
export type Readers = ReadonlyMap<Net, Cell | "many">;

export function readersOf(module: Module): Readers {
  const readers = new Map<Net, Cell | "many">();
  for (const cell of module.cells) {
    const isExtended = cell.op === "add" && isSignedAdder(cell);
    const inputs = isExtended
      ? [...withoutExtension(cell.a), ...withoutExtension(cell.b), cell.carryIn]
      : inputsOf(cell);
    for (const net of inputs) readers.set(net, readers.has(net) ? "many" : cell);
  }
  for (const { bus } of module.outputs) for (const net of bus) readers.set(net, "many");
  return readers;
}

function onlyReader(readers: Readers, nets: readonly Net[]): Cell | undefined {
  const [first] = nets.map((net) => readers.get(net));
  const isOne = first !== "many" && nets.every((net) => readers.get(net) === first);
  return isOne ? first : undefined;
}
