import type { Port } from "../netlist/module.ts";
import type { Bus, Net } from "../netlist/net.ts";
import type { BlockMemory } from "./block-memory.ts";

/** A bit as a function of up to six others: `y = bit Σ inputs[i]·2^i of the table`, its bits from 0 on. */
export interface TableCell {
  /** The cell of the netlist that it is, or is a part of, and what kind it is. */
  readonly cell: string;
  readonly type: string;
  readonly inputs: Bus;
  readonly table: readonly boolean[];
  readonly y: Net;
}

/** At a clock edge `q` takes `d` where `enable` is 1; `reset` makes it `resetValue`, with or, if gated, only with the enable. */
export interface FlipFlop {
  readonly cell: string;
  readonly type: string;
  readonly d: Net;
  readonly q: Net;
  readonly enable: Net;
  readonly reset: Net;
  readonly resetValue: boolean;
  readonly isResetGated: boolean;
}

/** A mapped design in three kinds of cells, each table after those that it reads; nets 0 and 1 are the constants. */
export interface MappedNetlist {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly tables: readonly TableCell[];
  readonly flipFlops: readonly FlipFlop[];
  readonly memories: readonly BlockMemory[];
  readonly netCount: number;
}
