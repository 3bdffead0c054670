import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, one, zero } from "../netlist/net.ts";
import { type SharedEngineConfig, wordNumbers } from "./engine-passes.ts";
import { greater } from "./stream-pool.ts";

/** The word under a tap, in the clock after its step was asked for. */
export interface PooledWord {
  readonly word: Bus;
  /** Whether the tap is on the map, the first of its place, and a step at all. */
  readonly isInside: Net;
  readonly isFirst: Net;
  readonly isSummed: Net;
}

/** The greatest word of a place so far, number by number, in a register; outside of the map stands the least number. */
export interface EnginePool {
  readonly greatest: Bus;
  /** Says what the step that is to be registered reads, once. */
  connect(read: PooledWord): void;
}

/** The pool of an engine; one without pools has none. */
export function enginePool(m: ModuleBuilder, config: SharedEngineConfig): EnginePool {
  const { bits, scale } = config.input;
  const width = wordNumbers(config) * bits;
  const least: Bus = new Array<Net>(width).fill(scale < 0 ? one : zero);
  if (config.layers.every(({ op }) => op !== "pool")) return { greatest: least, connect() {} };
  const best = m.feedback(width);
  return {
    greatest: best.q,
    connect({ word, isInside, isFirst, isSummed }) {
      const inside = m.mux(isInside, word, least);
      const numbers = Array.from({ length: width / bits }, (_, i) => {
        const at = (bus: Bus): Bus => bus.slice(i * bits, (i + 1) * bits);
        return greater(m, at(inside), at(best.q), scale < 0);
      });
      best.connect(m.mux(isFirst, inside, numbers.flat()), { enable: isSummed });
    },
  };
}
