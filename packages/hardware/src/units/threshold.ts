import { checkLength, checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, unsignedWidth } from "../netlist/net.ts";
import { Pipeline } from "./pipeline.ts";
import { portBits, signedNumbers } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { ThresholdConfig } from "./unit-config.ts";

/**
 * How many rising thresholds a number in two's complement reaches: port `x` and, unless constant, `t` with a number for each level.
 *
 * Output `sign` for one level, 1 (−1) where x < t; else `count`, 0 … levels.
 *
 * @throws RangeError for sizes < 1, and for constants of another number or of more bits.
 */
export function threshold(config: ThresholdConfig, constants: UnitConstants = {}): Unit {
  const { bits, levels } = config;
  checkPositiveInteger("threshold", "bits", bits);
  checkPositiveInteger("threshold", "levels", levels);
  const built = constants.thresholds ?? spread(bits, levels);
  checkLength("threshold", "thresholds", built.length, levels);
  const isLoaded = config.thresholds === "loaded";
  const width = unsignedWidth(levels);

  const m = new ModuleBuilder("threshold");
  const x = m.input("x", bits);
  const t = isLoaded
    ? m.input("t", levels * bits)
    : built.flatMap((level) => constantBus(level, bits));
  const reached = m.part("compare", () => {
    const number = unsignedOrder(m, x);
    return Array.from({ length: levels }, (_, level) =>
      m.atLeast(number, unsignedOrder(m, t.slice(level * bits, (level + 1) * bits))),
    );
  });
  if (levels === 1) m.output("sign", m.not(reached));
  else {
    const pipeline = new Pipeline(m, 0);
    const count = m.part("count", () =>
      sumColumns(m, [reached], { style: "compressor", pipeline, width }),
    );
    m.output("count", count);
  }
  return {
    module: m.build(),
    latency: 0,
    held: isLoaded ? ["t"] : [],
    behaviour: (inputs: PortBits): PortBits => {
      const [value] = signedNumbers(inputs.x, bits);
      const all = isLoaded ? signedNumbers(inputs.t, bits) : built;
      const count = all.filter((level) => value >= level).length;
      return levels === 1 ? { sign: Uint8Array.of(1 - count) } : { count: portBits(count, width) };
    },
  };
}

/** The bits of a signed number plus 2^(bits − 1): unsigned numbers in the same order. */
function unsignedOrder(m: ModuleBuilder, bus: Bus): Bus {
  return [...bus.slice(0, -1), ...m.not(bus.slice(-1))];
}

/** Thresholds that part the range evenly. */
function spread(bits: number, levels: number): number[] {
  return Array.from({ length: levels }, (_, level) =>
    Math.floor((2 ** bits * (level + 1)) / (levels + 1) - 2 ** (bits - 1)),
  );
}
