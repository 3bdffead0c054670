import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, one, unsignedWidth } from "../netlist/net.ts";

/** A counter of 0 … modulus − 1 whose step is said after its value was read; of one value there is nothing to count. */
export interface FoldCounter {
  readonly value: Bus;
  readonly first: Net;
  readonly last: Net;
  /** Says when it steps, once; returns the value that it has after the clock edge. */
  advance(enable: Net): Bus;
}

export function foldCounter(m: ModuleBuilder, modulus: number): FoldCounter {
  if (modulus === 1) return { value: [], first: one, last: one, advance: () => [] };
  const width = unsignedWidth(modulus - 1);
  const count = m.feedback(width);
  const last = m.equal(count.q, constantBus(modulus - 1, width));
  return {
    value: count.q,
    first: m.equal(count.q, constantBus(0, width)),
    last,
    advance(enable) {
      const following = m.add(count.q, constantBus(0, width), one);
      const wrapped =
        modulus === 2 ** width ? following : m.mux(last, constantBus(0, width), following);
      const next = m.mux(enable, wrapped, count.q);
      count.connect(next);
      return next;
    },
  };
}
