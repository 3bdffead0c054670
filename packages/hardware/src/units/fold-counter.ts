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
  return loopCounter(m, modulus - 1, constantBus(modulus - 1, unsignedWidth(modulus - 1)));
}

/** The same of 0 … `last`, which is at most `most` and has its bits. */
export function loopCounter(m: ModuleBuilder, most: number, last: Bus): FoldCounter {
  if (most === 0) return { value: [], first: one, last: one, advance: () => [] };
  const width = unsignedWidth(most);
  const count = m.feedback(width);
  const isLast = m.equal(count.q, last);
  return {
    value: count.q,
    first: m.equal(count.q, constantBus(0, width)),
    last: isLast,
    advance(enable) {
      const following = m.add(count.q, constantBus(0, width), one);
      const wrapsItself = last.every((bit) => bit === one);
      const wrapped = wrapsItself ? following : m.mux(isLast, constantBus(0, width), following);
      const next = m.mux(enable, wrapped, count.q);
      count.connect(next);
      return next;
    },
  };
}
