import { checkIntegerBetween } from "@bnnkit/core";
import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, isConstant } from "../netlist/net.ts";

/** Registers after every so many levels of a unit; it counts the clocks that they take. */
export class Pipeline {
  readonly #m: ModuleBuilder;
  readonly #every: number;
  #levels = 0;
  #latency = 0;

  /** @param every  0: no registers. */
  constructor(m: ModuleBuilder, every: number) {
    checkIntegerBetween("Pipeline", "pipeline", every, 0, Number.MAX_SAFE_INTEGER);
    this.#m = m;
    this.#every = every;
  }

  get latency(): number {
    return this.#latency;
  }

  /** All that crosses the end of a level, registered if it is time to; `isLast`: if anything has not been. */
  level(buses: readonly Bus[], isLast = false): readonly Bus[] {
    this.#levels++;
    const isDue = this.#levels === this.#every || (isLast && this.#every > 0);
    if (!isDue) return buses;
    this.#levels = 0;
    this.#latency++;
    return registerAll(this.#m, buses);
  }
}

/** Buses a clock later, by one register; constants need none. */
function registerAll(m: ModuleBuilder, buses: readonly Bus[]): readonly Bus[] {
  const moving = [...new Set(buses.flat().filter((net) => !isConstant(net)))];
  if (moving.length === 0) return buses;
  const q = m.register(moving);
  const later = new Map(moving.map((net, i) => [net, q[i]]));
  return buses.map((bus) => bus.map((net) => later.get(net) ?? net));
}
