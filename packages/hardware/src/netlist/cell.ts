import type { Bus, Net } from "./net.ts";

interface Placed {
  /** What the cell is for, such as "products": where its cost is booked, and the beginning of its signals' names. */
  readonly part: string;
}

/** Bit by bit `y = a op b`. */
export interface GateCell extends Placed {
  readonly op: "and" | "or" | "xor" | "xnor";
  readonly a: Bus;
  readonly b: Bus;
  readonly y: Bus;
}

export interface NotCell extends Placed {
  readonly op: "not";
  readonly a: Bus;
  readonly y: Bus;
}

/** `y = select ? whenOne : whenZero`. */
export interface MuxCell extends Placed {
  readonly op: "mux";
  readonly select: Net;
  readonly whenOne: Bus;
  readonly whenZero: Bus;
  readonly y: Bus;
}

/** As many full adders as the buses have bits, independent of each other: `a + b + c = sum + 2·carry`. */
export interface FullAdderCell extends Placed {
  readonly op: "full-adder";
  readonly a: Bus;
  readonly b: Bus;
  readonly c: Bus;
  readonly sum: Bus;
  readonly carry: Bus;
}

/** As many half adders as the buses have bits, independent of each other: `a + b = sum + 2·carry`. */
export interface HalfAdderCell extends Placed {
  readonly op: "half-adder";
  readonly a: Bus;
  readonly b: Bus;
  readonly sum: Bus;
  readonly carry: Bus;
}

/** Carry-propagate addition of equally wide buses: `y = a + b + carryIn` modulo 2^width. */
export interface AddCell extends Placed {
  readonly op: "add";
  readonly a: Bus;
  readonly b: Bus;
  readonly carryIn: Net;
  readonly y: Bus;
}

/** Carry-propagate subtraction of equally wide buses: `y = a − b` modulo 2^width. */
export interface SubtractCell extends Placed {
  readonly op: "subtract";
  readonly a: Bus;
  readonly b: Bus;
  readonly y: Bus;
}

/** A sum of any operands, left to the synthesiser: `y = Σ operands` modulo 2^width, operands unsigned. */
export interface SumCell extends Placed {
  readonly op: "sum";
  readonly operands: readonly Bus[];
  readonly y: Bus;
}

/** `y = a ≥ b`, or `y = a = b`, of unsigned buses of equal width. */
export interface CompareCell extends Placed {
  readonly op: "compare";
  readonly relation: "at-least" | "equal";
  readonly a: Bus;
  readonly b: Bus;
  readonly y: Net;
}

/** Words that never change; with `isSynchronous` the word of an address comes a clock later. */
export interface RomCell extends Placed {
  readonly op: "rom";
  readonly contents: readonly bigint[];
  readonly isSynchronous: boolean;
  /** Where a synthesiser is told to put it; it chooses without. */
  readonly style?: MemoryStyle | undefined;
  readonly address: Bus;
  readonly data: Bus;
}

/** Words of zeros at first, with one port to write and one to read. A read of the word that is being written yields the old one. */
export interface RamCell extends Placed {
  readonly op: "ram";
  readonly words: number;
  readonly isSynchronous: boolean;
  readonly style?: MemoryStyle | undefined;
  readonly writeEnable: Net;
  readonly writeAddress: Bus;
  readonly writeData: Bus;
  readonly address: Bus;
  readonly data: Bus;
}

export type MemoryStyle = "block" | "distributed" | "logic";

/** Flip-flops, 0 at first: at a clock edge `q` becomes 0 where `reset` is 1, else `d` where `enable` is 1. */
export interface RegisterCell extends Placed {
  readonly op: "register";
  readonly d: Bus;
  readonly q: Bus;
  readonly enable: Net;
  readonly reset: Net;
}

/** Counts 0, 1 … modulus − 1, 0 …, a step at each clock edge where `enable` is 1; `last` is 1 while it stands at modulus − 1. */
export interface CounterCell extends Placed {
  readonly op: "counter";
  readonly modulus: number;
  readonly enable: Net;
  readonly reset: Net;
  readonly value: Bus;
  readonly last: Net;
}

/** What circuits are made of. Interpreters (Verilog, simulation, counts) have an entry for every op. */
export type Cell =
  | GateCell
  | NotCell
  | MuxCell
  | FullAdderCell
  | HalfAdderCell
  | AddCell
  | SubtractCell
  | SumCell
  | CompareCell
  | RomCell
  | RamCell
  | RegisterCell
  | CounterCell;

export type CellOp = Cell["op"];

/** The bits that a cell drives. */
export function outputsOf(cell: Cell): Bus {
  switch (cell.op) {
    case "full-adder":
    case "half-adder":
      return [...cell.sum, ...cell.carry];
    case "compare":
      return [cell.y];
    case "rom":
    case "ram":
      return cell.data;
    case "register":
      return cell.q;
    case "counter":
      return [...cell.value, cell.last];
    default:
      return cell.y;
  }
}

/** The bits that a cell reads. */
export function inputsOf(cell: Cell): Bus {
  switch (cell.op) {
    case "not":
      return cell.a;
    case "mux":
      return [cell.select, ...cell.whenOne, ...cell.whenZero];
    case "full-adder":
      return [...cell.a, ...cell.b, ...cell.c];
    case "add":
      return [...cell.a, ...cell.b, cell.carryIn];
    case "sum":
      return cell.operands.flat();
    case "rom":
      return cell.address;
    case "ram":
      return [cell.writeEnable, ...cell.writeAddress, ...cell.writeData, ...cell.address];
    case "register":
      return [...cell.d, cell.enable, cell.reset];
    case "counter":
      return [cell.enable, cell.reset];
    default:
      return [...cell.a, ...cell.b];
  }
}

/** The inputs on which the outputs depend within a clock period; none of a register. */
export function combinationalInputsOf(cell: Cell): Bus {
  switch (cell.op) {
    case "register":
    case "counter":
      return [];
    case "rom":
    case "ram":
      return cell.isSynchronous ? [] : cell.address;
    default:
      return inputsOf(cell);
  }
}

/** Whether a cell holds something from one clock period to the next. */
export function isClocked(cell: Cell): boolean {
  switch (cell.op) {
    case "register":
    case "counter":
    case "ram":
      return true;
    case "rom":
      return cell.isSynchronous;
    default:
      return false;
  }
}
