import { type Cell, combinationalInputsOf, inputsOf, outputsOf } from "./cell.ts";
import type { Module } from "./module.ts";
import { isConstant } from "./net.ts";

/** Words × width of a memory. */
export interface MemoryShape {
  readonly words: number;
  readonly width: number;
  readonly isSynchronous: boolean;
  readonly ports: "read" | "read-write";
}

/** What a module is made of, counted exactly; the variables of cost models. All are bits or cells of one bit unless said. */
export interface Features {
  /** AND, OR, XOR, XNOR and NOT of one bit. */
  readonly and: number;
  readonly or: number;
  readonly xor: number;
  readonly xnor: number;
  readonly not: number;
  /** Two-to-one multiplexers of one bit. */
  readonly mux: number;
  readonly fullAdders: number;
  readonly halfAdders: number;
  /** Carry-propagate adders, and the bits that their chains have in all; subtractors among them. */
  readonly adders: number;
  readonly adderBits: number;
  /** Sums left to the synthesiser: bits that go in, less bits that come out (each takes a full adder), and chains' bits. */
  readonly sumRemovals: number;
  readonly sumBits: number;
  /** Bits compared with a bus, and with a constant. */
  readonly comparatorBits: number;
  readonly constantComparatorBits: number;
  /** Flip-flops, those of counters and of what synchronous memories read excluded; with an enable; with a reset. */
  readonly registerBits: number;
  readonly enabledRegisterBits: number;
  readonly resetRegisterBits: number;
  readonly counterBits: number;
  readonly memories: readonly MemoryShape[];
  readonly romBits: number;
  readonly ramBits: number;
  readonly inputBits: number;
  readonly outputBits: number;
  /** Cells on the longest path between ports and clocked cells, an adder or comparator as one, and the bits of the chains on it. */
  readonly depth: number;
  readonly chainDepth: number;
}

/** Counts what a module is made of, or one part of it (whose `depth` and ports are those of the whole). */
export function countFeatures(module: Module, part?: string): Features {
  return { ...countCells(module, part), ...longestPath(module) };
}

/** The same without its longest path, which takes the most time. */
export function countCells(module: Module, part?: string): Omit<Features, "depth" | "chainDepth"> {
  const counts = { ...nothing };
  const memories: MemoryShape[] = [];
  for (const cell of module.cells) {
    if (part !== undefined && cell.part !== part) continue;
    countCell(cell, counts);
    if (cell.op === "rom" || cell.op === "ram") memories.push(shapeOf(cell));
  }
  const bits = (ports: Module["inputs"]): number => ports.reduce((n, { bus }) => n + bus.length, 0);
  return {
    ...counts,
    memories,
    inputBits: bits(module.inputs),
    outputBits: bits(module.outputs),
  };
}

/** The parts of a module, in the order in which they were begun. */
export function partsOf(module: Module): string[] {
  return [...new Set(module.cells.map(({ part }) => part))];
}

type Counts = {
  -readonly [K in Exclude<
    keyof Features,
    "memories" | "inputBits" | "outputBits" | "depth" | "chainDepth"
  >]: number;
};

const nothing: Counts = {
  ...{ and: 0, or: 0, xor: 0, xnor: 0, not: 0, mux: 0, fullAdders: 0, halfAdders: 0 },
  ...{ adders: 0, adderBits: 0, sumRemovals: 0, sumBits: 0 },
  ...{ comparatorBits: 0, constantComparatorBits: 0 },
  ...{ registerBits: 0, enabledRegisterBits: 0, resetRegisterBits: 0, counterBits: 0 },
  ...{ romBits: 0, ramBits: 0 },
};

function countCell(cell: Cell, counts: Counts): void {
  switch (cell.op) {
    case "and":
    case "or":
    case "xor":
    case "xnor":
    case "not":
    case "mux":
      counts[cell.op] += cell.y.length;
      return;
    case "full-adder":
      counts.fullAdders += cell.sum.length;
      return;
    case "half-adder":
      counts.halfAdders += cell.sum.length;
      return;
    case "add":
    case "subtract":
      counts.adders++;
      counts.adderBits += cell.y.length;
      return;
    case "sum":
      counts.sumRemovals += Math.max(0, cell.operands.flat().length - cell.y.length);
      counts.sumBits += cell.y.length;
      return;
    case "compare":
      counts[cell.b.every(isConstant) ? "constantComparatorBits" : "comparatorBits"] +=
        cell.a.length;
      return;
    case "register":
      counts.registerBits += cell.q.length;
      if (!isConstant(cell.enable)) counts.enabledRegisterBits += cell.q.length;
      if (!isConstant(cell.reset)) counts.resetRegisterBits += cell.q.length;
      return;
    case "counter":
      counts.counterBits += cell.value.length;
      return;
    case "rom":
      counts.romBits += cell.contents.length * cell.data.length;
      return;
    case "ram":
      counts.ramBits += cell.words * cell.data.length;
      return;
  }
}

function shapeOf(cell: Extract<Cell, { readonly op: "rom" | "ram" }>): MemoryShape {
  return {
    words: cell.op === "rom" ? cell.contents.length : cell.words,
    width: cell.data.length,
    isSynchronous: cell.isSynchronous,
    ports: cell.op === "rom" ? "read" : "read-write",
  };
}

/** Longest by cells; of paths equally long the one with most bits of chains. */
function longestPath(module: Module): { readonly depth: number; readonly chainDepth: number } {
  const depths = new Float64Array(module.netCount);
  const chains = new Float64Array(module.netCount);
  const longest = { depth: 0, chainDepth: 0 };
  const arrive = (nets: readonly number[]): { depth: number; chainDepth: number } => {
    const latest = { depth: 0, chainDepth: 0 };
    for (const net of nets) {
      const isLater =
        depths[net] > latest.depth ||
        (depths[net] === latest.depth && chains[net] > latest.chainDepth);
      if (isLater) Object.assign(latest, { depth: depths[net], chainDepth: chains[net] });
    }
    if (
      latest.depth > longest.depth ||
      (latest.depth === longest.depth && latest.chainDepth > longest.chainDepth)
    ) {
      Object.assign(longest, latest);
    }
    return latest;
  };
  for (const cell of module.cells) {
    const read = combinationalInputsOf(cell);
    if (read.length === 0) continue;
    const { depth, chainDepth } = arrive(read);
    for (const net of outputsOf(cell)) {
      depths[net] = depth + 1;
      chains[net] = chainDepth + chainBits(cell);
    }
  }
  for (const cell of module.cells) arrive(inputsOf(cell));
  for (const { bus } of module.outputs) arrive(bus);
  return longest;
}

function chainBits(cell: Cell): number {
  switch (cell.op) {
    case "add":
    case "subtract":
    case "sum":
      return cell.y.length;
    case "compare":
      return cell.a.length;
    default:
      return 0;
  }
}
