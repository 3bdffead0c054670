import { checkIntegerBetween, checkPositiveInteger, dot, packBipolar } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, resize, unsignedWidth } from "../netlist/net.ts";
import { checkChoice } from "./check-choice.ts";
import { Pipeline } from "./pipeline.ts";
import { bipolarNumbers, portBits, unsignedNumbers } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { XnorPopcountConfig } from "./unit-config.ts";
import { weightPort } from "./weight-port.ts";

/**
 * The dot product of ±1 vectors, bits 1 for −1: ports `a` and, unless constant, `w` of n bits.
 *
 * Output `count` is p, the number of products that are +1, so that the dot product is 2·p − n. With a threshold the output is `sign` instead: 1
 * (−1) where p < t, t from the port `t` or constant; a dot product is below T where p < ⌈(T + n) / 2⌉.
 *
 * @throws RangeError for n < 1, and for constants of another number or a threshold outside 0 … n + 1.
 */
export function xnorPopcount(config: XnorPopcountConfig, constants: UnitConstants = {}): Unit {
  const { n, style, threshold } = config;
  checkPositiveInteger("xnorPopcount", "n", n);
  checkChoice("xnorPopcount", "threshold", threshold, ["none", "constant", "loaded"]);
  const [level = Math.ceil((n + 1) / 2)] = constants.thresholds ?? [];
  checkIntegerBetween("xnorPopcount", "threshold", level, 0, n + 1);
  const width = unsignedWidth(n);

  const m = new ModuleBuilder("xnor_popcount");
  const pipeline = new Pipeline(m, config.pipeline);
  const a = m.input("a", n);
  const w = weightPort(m, "w", n, config.weights, constants.weights);
  const t = threshold === "loaded" ? m.input("t", unsignedWidth(n + 1)) : undefined;
  const products = m.part("products", () => m.xnor(a, w.bus));
  const count = m.part("popcount", () => sumColumns(m, [products], { style, pipeline, width }));
  if (threshold === "none") m.output("count", count);
  else
    m.output(
      "sign",
      m.part("threshold", () => belowThreshold(m, count, t ?? level, n)),
    );

  return {
    module: m.build(),
    latency: pipeline.latency,
    held: t === undefined ? [] : ["t"],
    behaviour: (inputs: PortBits): PortBits => {
      const [values, signs] = [inputs.a, inputs.w ?? w.constants].map((bits) =>
        packBipolar(bipolarNumbers(bits), 1, n),
      );
      const p = (dot(values, 0, signs, 0) + n) / 2;
      if (threshold === "none") return { count: portBits(p, width) };
      const [least = level] = t === undefined ? [] : unsignedNumbers(inputs.t, t.length);
      return { sign: Uint8Array.of(p < least ? 1 : 0) };
    },
  };
}

/** 1 where count < t. */
function belowThreshold(m: ModuleBuilder, count: Bus, t: Bus | number, n: number): Bus {
  const width = unsignedWidth(n + 1);
  const level = typeof t === "number" ? constantBus(t, width) : t;
  return m.not([m.atLeast(resize(count, width), level)]);
}
