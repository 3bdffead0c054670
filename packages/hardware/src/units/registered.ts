import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, isConstant } from "../netlist/net.ts";

/** Bits a clock later; constants stay what they are. */
export function registered(m: ModuleBuilder, bus: Bus): Bus {
  const free = bus.filter((net) => !isConstant(net));
  if (free.length === 0) return bus;
  const later = m.register(free);
  let next = 0;
  return bus.map((net) => (isConstant(net) ? net : later[next++]));
}
