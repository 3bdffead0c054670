import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus } from "../netlist/net.ts";

/** Constants that are looked up within a clock; one that all addresses share needs no memory. */
export function constantTable(
  m: ModuleBuilder,
  numbers: readonly bigint[],
  width: number,
  address: Bus,
): Bus {
  if (numbers.every((number) => number === numbers[0]))
    return constantBus(numbers[0], width + 1).slice(0, width);
  return m.rom(numbers, width, address, { isSynchronous: false });
}
