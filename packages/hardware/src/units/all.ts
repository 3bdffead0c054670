import type { ModuleBuilder } from "../netlist/module-builder.ts";
import type { Net } from "../netlist/net.ts";

/** Whether all are 1. */
export function all(m: ModuleBuilder, [first, ...rest]: readonly [Net, ...Net[]]): Net {
  return rest.reduce((net, other) => m.and([net], [other])[0], first);
}
