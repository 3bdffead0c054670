import { checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import type { Bus } from "../netlist/net.ts";
import type { PortBits, Unit } from "./unit.ts";
import type { MaxPoolConfig } from "./unit-config.ts";

/**
 * The greatest of numbers ±1, bits 1 for −1, which is their AND: port `a` has `window` positions of `channels` bits, output `y` a bit a channel.
 *
 * @throws RangeError for sizes < 1.
 */
export function maxPool({ channels, window }: MaxPoolConfig): Unit {
  checkPositiveInteger("maxPool", "channels", channels);
  checkPositiveInteger("maxPool", "window", window);
  const m = new ModuleBuilder("max_pool");
  const a = m.input("a", channels * window);
  let positions: Bus[] = Array.from({ length: window }, (_, i) =>
    a.slice(i * channels, (i + 1) * channels),
  );
  while (positions.length > 1) {
    positions = Array.from({ length: Math.ceil(positions.length / 2) }, (_, i) => {
      const [left, right] = [positions[2 * i], positions.at(2 * i + 1)];
      return right === undefined ? left : m.part("pool", () => m.and(left, right));
    });
  }
  m.output("y", positions[0]);
  return {
    module: m.build(),
    latency: 0,
    held: [],
    behaviour: (inputs: PortBits): PortBits => ({
      y: Uint8Array.from({ length: channels }, (_, channel) =>
        inputs.a.every((bit, i) => i % channels !== channel || bit === 1) ? 1 : 0,
      ),
    }),
  };
}
