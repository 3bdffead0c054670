import { outputsOf, type RegisterCell } from "../netlist/cell.ts";
import type { Module } from "../netlist/module.ts";
import { isConstant, type Net, one, zero } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { readersOf } from "./merged-sums.ts";

export interface RegisterCounts {
  readonly ff: number;
  /** SRL16E and SRLC32E of xc7, of which each holds a delay of three clocks or more. */
  readonly shiftRegister: number;
}

const leastShiftRegister = 3;
const greatestShiftRegister = 32;

/** Flip-flops as a synthesiser makes them, exactly: one for each bit of a register, counter or word read in time; on xc7 delays become
 *  shift registers. */
export function registerCounts(module: Module, target: Target): RegisterCounts {
  const counts = { ff: 0, shiftRegister: 0 };
  const delays: RegisterCell[] = [];
  for (const cell of module.cells) {
    if (cell.op === "register" && cell.enable === one && cell.reset === zero) delays.push(cell);
    else if (cell.op === "register") counts.ff += cell.q.length;
    else if (cell.op === "counter") counts.ff += cell.value.length;
    else if (
      (cell.op === "rom" || cell.op === "ram") &&
      cell.isSynchronous &&
      cell.style === "logic"
    )
      counts.ff += outputsOf(cell).length;
  }
  if (target !== "asic") counts.ff -= unreadBits(module, delays);
  for (const length of delayLengths(module, delays)) {
    if (target === "xc7" && length >= leastShiftRegister)
      counts.shiftRegister += Math.ceil(length / greatestShiftRegister);
    else counts.ff += length;
  }
  return counts;
}

/** Bits of registers that a comparison with a constant alone has, below the lowest one of the constant: nothing depends on them. */
function unreadBits(module: Module, delays: readonly RegisterCell[]): number {
  const compared = module.cells.flatMap((cell) =>
    cell.op === "compare" && cell.relation === "at-least" && cell.b.every(isConstant)
      ? cell.a.slice(0, Math.max(0, cell.b.indexOf(one)))
      : [],
  );
  if (compared.length === 0 || delays.length === 0) return 0;
  const readers = readersOf(module);
  const registered = new Set(delays.flatMap(({ q }) => q));
  return compared.filter((net) => registered.has(net) && readers.get(net) !== "many").length;
}

/** The lengths of chains of flip-flops whose bits go into the next alone. */
function delayLengths(module: Module, delays: readonly RegisterCell[]): number[] {
  if (delays.length === 0) return [];
  const readers = readersOf(module);
  const isDelay = new Set<unknown>(delays);
  const next = new Map<Net, Net>();
  const isFirst = new Map<Net, boolean>();
  for (const { q } of delays) for (const net of q) isFirst.set(net, true);
  for (const { d, q } of delays) {
    d.forEach((net, i) => {
      if (!isFirst.has(net) || !isDelay.has(readers.get(net))) return;
      next.set(net, q[i]);
      isFirst.set(q[i], false);
    });
  }
  return [...isFirst]
    .filter(([, first]) => first)
    .map(([start]) => {
      let length = 1;
      for (let net = next.get(start); net !== undefined; net = next.get(net)) length++;
      return length;
    });
}
