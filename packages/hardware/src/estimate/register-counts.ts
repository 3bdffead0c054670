import { type Cell, outputsOf } from "../netlist/cell.ts";
import type { Module } from "../netlist/module.ts";
import type { Target } from "../synthesis/target.ts";
import { type RegisterBit, type RegisterBits, registerBits } from "./register-bits.ts";

export interface RegisterCounts {
  readonly ff: number;
  /** SRL16E and SRLC32E of xc7, of which each holds a delay of three clocks or more. */
  readonly shiftRegister: number;
}

const leastShiftRegister = 3;
const greatestShiftRegister = 32;

/** Flip-flops and shift registers as a synthesiser makes them: bits of registers that are left, of counters, and of words read in time; on
 *  xc7 delays become shift registers. */
export function registerCounts(module: Module, target: Target): RegisterCounts {
  const isRegister = ({ op }: Cell): boolean => op === "register";
  const others = module.cells.filter((cell) => !isRegister(cell));
  const counts = { ff: writtenBits(others), shiftRegister: 0 };
  if (others.length === module.cells.length) return counts;
  for (const length of delayLengths(registerBits(module, target))) {
    if (target === "xc7" && length >= leastShiftRegister)
      counts.shiftRegister += Math.ceil(length / greatestShiftRegister);
    else counts.ff += length;
  }
  return counts;
}

/** Bits that are kept from one clock to the next outside of memories, as they are written. */
export function writtenBits(cells: readonly Cell[]): number {
  return cells.reduce((bits, cell) => {
    if (cell.op === "counter") return bits + cell.value.length;
    const isWord = (cell.op === "rom" || cell.op === "ram") && cell.isSynchronous;
    const isKept = cell.op === "register" || (isWord && cell.style === "logic");
    return isKept ? bits + outputsOf(cell).length : bits;
  }, 0);
}

/** The lengths of chains of flip-flops whose bits go into the next alone. */
function delayLengths({ bits, readers }: RegisterBits): number[] {
  const delays = new Set(bits.filter(({ isDelay }) => isDelay).map(({ q }) => q));
  const follows = ({ d, isDelay }: RegisterBit): boolean =>
    isDelay && delays.has(d) && readers.get(d) === 1;
  const next = new Map(bits.filter(follows).map(({ d, q }) => [d, q]));
  return bits
    .filter((bit) => !follows(bit))
    .map(({ q }) => {
      let length = 1;
      for (let bit = next.get(q); bit !== undefined; bit = next.get(bit)) length++;
      return length;
    });
}
