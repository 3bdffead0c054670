import { checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, resize, shiftLeft, signedWidth, unsignedWidth } from "../netlist/net.ts";
import { Pipeline } from "./pipeline.ts";
import { portBits, signedNumbers, unsignedNumbers } from "./port-numbers.ts";
import { sumSigned } from "./signed-tree.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { ShiftAddConfig } from "./unit-config.ts";
import { weightPort } from "./weight-port.ts";

/**
 * `Σ a·Σ_t ±2^e_t`: port `a` has n numbers in two's complement; `w` for each of them and each term the bits of e, the lowest first, and above them
 * a bit that is 1 where the power is subtracted. Output `sum`, in two's complement.
 *
 * @throws RangeError for sizes < 1, for `shifts` that is no power of two, and for constants of another number.
 */
export function shiftAdd(config: ShiftAddConfig, constants: UnitConstants = {}): Unit {
  const { n, bits, shifts, terms, style } = config;
  for (const [name, size] of Object.entries({ n, bits, shifts, terms }))
    checkPositiveInteger("shiftAdd", name, size);
  const exponentBits = shifts === 1 ? 0 : unsignedWidth(shifts - 1);
  if (2 ** exponentBits !== shifts) {
    throw new RangeError(`shiftAdd: shifts must be a power of two, got ${shifts}`);
  }
  const limit = n * terms * 2 ** (bits + shifts - 2);
  const width = signedWidth(-limit, limit);
  const bitsOfTerm = exponentBits + 1;

  const m = new ModuleBuilder("shift_add");
  const pipeline = new Pipeline(m, config.pipeline);
  const a = m.input("a", n * bits);
  const weights = weightPort(m, "w", n * terms * bitsOfTerm, config.weights, constants.weights);
  const term = (i: number): Bus => weights.bus.slice(i * bitsOfTerm, (i + 1) * bitsOfTerm);
  const numbers = m.part("shift", () =>
    Array.from({ length: n * terms }, (_, i) => {
      const number = Math.floor(i / terms);
      return shifted(m, a.slice(number * bits, (number + 1) * bits), term(i).slice(0, -1));
    }),
  );
  const signs = numbers.map((_, i) => term(i)[exponentBits]);
  const sum = m.part("sum", () => sumSigned(m, { numbers, signs }, { style, pipeline, width }));
  m.output("sum", sum);
  return {
    module: m.build(),
    latency: pipeline.latency,
    held: [],
    behaviour: (inputs: PortBits): PortBits => {
      const values = signedNumbers(inputs.a, bits);
      const codes = unsignedNumbers(inputs.w ?? weights.constants, bitsOfTerm);
      const total = codes.reduce((sum, code, i) => {
        const power = 2 ** (code % shifts) * (code >= shifts ? -1 : 1);
        return sum + values[Math.floor(i / terms)] * power;
      }, 0);
      return { sum: portBits(total, width) };
    },
  };
}

/** A number times 2^exponent, a multiplexer for each bit of the exponent. */
function shifted(m: ModuleBuilder, number: Bus, exponent: Bus): Bus {
  return exponent.reduce((bus, bit, k) => {
    const width = bus.length + 2 ** k;
    return m.mux(bit, shiftLeft(bus, 2 ** k), resize(bus, width, true));
  }, number);
}
