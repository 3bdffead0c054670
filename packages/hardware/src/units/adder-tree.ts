import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, resize, unsignedWidth, zero } from "../netlist/net.ts";
import type { Pipeline } from "./pipeline.ts";

/** The unsigned number `2^offset · bus`, of which `bus` is at most `maximum`. */
export interface OffsetNumber {
  readonly offset: number;
  readonly bus: Bus;
  readonly maximum: number;
}

/** The sum of numbers modulo 2^width, two at a time by carry chains. */
export function addNumbers(
  m: ModuleBuilder,
  numbers: readonly OffsetNumber[],
  width: number,
  pipeline: Pipeline,
): Bus {
  let level = [...numbers].sort((a, b) => a.offset - b.offset || a.maximum - b.maximum);
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const [a, b] = [level[2 * i], level.at(2 * i + 1)];
      return b === undefined ? a : addTwo(m, a, b, width);
    });
    const buses = pipeline.level(
      pairs.map(({ bus }) => bus),
      pairs.length === 1,
    );
    level = pairs.map((number, i) => ({ ...number, bus: buses[i] }));
  }
  const [{ offset, bus } = { offset: 0, bus: [] }] = level;
  const whole = resize([...Array.from({ length: offset }, () => zero), ...bus], width);
  return numbers.length > 1 ? whole : pipeline.level([whole], true)[0];
}

/** What a has below b passes. */
function addTwo(m: ModuleBuilder, a: OffsetNumber, b: OffsetNumber, width: number): OffsetNumber {
  const below = b.offset - a.offset;
  const maximum = a.maximum + 2 ** below * b.maximum;
  const bits = Math.min(unsignedWidth(maximum), width - a.offset);
  const high = m.add(resize(a.bus.slice(below), bits - below), resize(b.bus, bits - below));
  return { offset: a.offset, bus: [...resize(a.bus, below), ...high], maximum };
}
