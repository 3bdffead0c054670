import { checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, one, signedWidth, zero } from "../netlist/net.ts";
import { Pipeline } from "./pipeline.ts";
import { portBits } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { TernaryDotConfig } from "./unit-config.ts";
import { weightPort } from "./weight-port.ts";

type Digit = TernaryDotConfig["activationDigit"];

/**
 * `Σ w·a` in two's complement, output `dot`.
 *
 * Ports `a` and `w` have a bit a number: bipolar 1 for −1, unipolar 1 for 1; ternary ones have two planes of n bits, the mask below (1: not 0) and
 * the sign above (1: −1, wherever the mask is 1).
 *
 * A product v is −1, 0 or +1; `v + 1 = 2·(mask ∧ ¬sign) + ¬mask` is two bits to be added, and n is taken off at the end.
 *
 * @throws RangeError for n < 1, and for constants of another number.
 */
export function ternaryDot(config: TernaryDotConfig, constants: UnitConstants = {}): Unit {
  const { n, weightDigit, activationDigit, style } = config;
  checkPositiveInteger("ternaryDot", "n", n);
  const m = new ModuleBuilder("ternary_dot");
  const pipeline = new Pipeline(m, config.pipeline);
  const a = m.input("a", n * planesOf(activationDigit));
  const count = n * planesOf(weightDigit);
  const weights = weightPort(m, "w", count, config.weights, constants.weights);
  const [left, right] = [planes(a, activationDigit, n), planes(weights.bus, weightDigit, n)];
  const columns = m.part("products", () => {
    const mask = m.and(left.mask, right.mask);
    return [m.not(mask), m.and(mask, m.not(m.xor(left.sign, right.sign)))];
  });
  const width = signedWidth(-n, n);
  const dot = m.part("sum", () => sumColumns(m, columns, { style, pipeline, width, constant: -n }));
  m.output("dot", dot);
  return {
    module: m.build(),
    latency: pipeline.latency,
    held: [],
    behaviour: (inputs: PortBits): PortBits => {
      const values = digitsOf(inputs.a, activationDigit, n);
      const signs = digitsOf(inputs.w ?? weights.constants, weightDigit, n);
      const sum = values.reduce((total, value, i) => total + value * signs[i], 0);
      return { dot: portBits(sum, width) };
    },
  };
}

function planesOf(digit: Digit): number {
  return digit === "ternary" ? 2 : 1;
}

function planes(bus: Bus, digit: Digit, n: number): { readonly mask: Bus; readonly sign: Bus } {
  const all = (net: number): Bus => Array.from({ length: n }, () => net);
  switch (digit) {
    case "bipolar":
      return { mask: all(one), sign: bus };
    case "unipolar":
      return { mask: bus, sign: all(zero) };
    case "ternary":
      return { mask: bus.slice(0, n), sign: bus.slice(n) };
  }
}

function digitsOf(bits: Uint8Array, digit: Digit, n: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    if (digit === "unipolar") return bits[i];
    if (digit === "bipolar") return 1 - 2 * bits[i];
    return bits[i] * (1 - 2 * bits[n + i]);
  });
}
