import type { Cell } from "./cell.ts";
import type { Bus, Net } from "./net.ts";

/** Bits of a module that go by one name: nets `first` … `first + width − 1`. */
export interface Signal {
  readonly name: string;
  readonly first: Net;
  readonly width: number;
}

export interface Port {
  readonly name: string;
  readonly bus: Bus;
}

/** A circuit: cells between ports, in an order in which each follows what it depends on within a clock period.
 *
 *  It has one clock, which is no port here; printed Verilog has an input `clk` if anything is clocked. */
export interface Module {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly signals: readonly Signal[];
  readonly cells: readonly Cell[];
  /** Bits in all, with the two constants. */
  readonly netCount: number;
}

/** The bus of a port.
 *  @throws RangeError if there is none of that name, naming those there are. */
export function busOf(where: string, ports: readonly Port[], name: string): Bus {
  const port = ports.find((candidate) => candidate.name === name);
  if (port !== undefined) return port.bus;
  const names = ports.map((candidate) => candidate.name).join(", ") || "none";
  throw new RangeError(`${where}: port must be one of ${names}, got ${name}`);
}
