import { checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { signedWidth } from "../netlist/net.ts";
import { Pipeline } from "./pipeline.ts";
import { bipolarNumbers, portBits, signedNumbers } from "./port-numbers.ts";
import { sumSigned } from "./signed-tree.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { SignedSumConfig } from "./unit-config.ts";
import { weightPort } from "./weight-port.ts";

/**
 * `Σ ±a` of numbers in two's complement: port `a` has n numbers of `bits` bits, `w` a bit for each, 1 where it is subtracted. Output `sum`.
 *
 * @throws RangeError for sizes < 1, and for constants of another number.
 */
export function signedSum(config: SignedSumConfig, constants: UnitConstants = {}): Unit {
  const { n, bits, style } = config;
  checkPositiveInteger("signedSum", "n", n);
  checkPositiveInteger("signedSum", "bits", bits);
  const limit = n * 2 ** (bits - 1);
  const width = signedWidth(-limit, limit);
  const m = new ModuleBuilder("signed_sum");
  const pipeline = new Pipeline(m, config.pipeline);
  const a = m.input("a", n * bits);
  const weights = weightPort(m, "w", n, config.weights, constants.weights);
  const numbers = Array.from({ length: n }, (_, i) => a.slice(i * bits, (i + 1) * bits));
  const operands = { numbers, signs: weights.bus };
  const sum = m.part("sum", () => sumSigned(m, operands, { style, pipeline, width }));
  m.output("sum", sum);
  return {
    module: m.build(),
    latency: pipeline.latency,
    held: [],
    behaviour: (inputs: PortBits): PortBits => {
      const signs = bipolarNumbers(inputs.w ?? weights.constants);
      const values = signedNumbers(inputs.a, bits);
      return {
        sum: portBits(
          values.reduce((total, v, i) => total + v * signs[i], 0),
          width,
        ),
      };
    },
  };
}
