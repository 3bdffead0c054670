import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, signedWidth } from "../netlist/net.ts";
import { checkChoice } from "./check-choice.ts";
import { Pipeline } from "./pipeline.ts";
import { portBits, signedNumbers } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { ScaleBiasConfig } from "./unit-config.ts";

/**
 * `y = clamp(⌊(scale·x + rounding) / 2^fractionBits⌋ + bias)`, all in two's complement: port `x` of `bits` bits and, unless constant, `scale` of
 * `scaleBits` and `bias` of `outputBits`; output `y` of `outputBits`, the nearest end of its range beyond them.
 *
 * Products of bits and the bias are one sum, since `⌊p / 2^f⌋ + b = ⌊(p + 2^f·b) / 2^f⌋`. With γ, β, μ, σ of a batch normalization the scale is
 * γ/σ and the bias β − γ·μ/σ.
 *
 * @throws RangeError for sizes < 1, for numbers of more than 48 bits, and for constants that do not fit their bits.
 */
export function scaleBias(config: ScaleBiasConfig, constants: UnitConstants = {}): Unit {
  const { bits, scaleBits, outputBits, fractionBits, style } = config;
  for (const [name, size] of Object.entries({ bits, scaleBits, outputBits }))
    checkPositiveInteger("scaleBias", name, size);
  checkIntegerBetween("scaleBias", "fractionBits", fractionBits, 0, 48 - outputBits);
  checkIntegerBetween("scaleBias", "bits + scaleBits", bits + scaleBits, 2, 48);
  checkChoice("scaleBias", "rounding", config.rounding, ["down", "nearest"]);
  checkChoice("scaleBias", "scales", config.scales, ["constant", "loaded"]);
  const isLoaded = config.scales === "loaded";
  const scale = signedConstant("scale", constants.scale ?? 2 ** (scaleBits - 1) - 1, scaleBits);
  const bias = signedConstant("bias", constants.bias ?? -(2 ** (outputBits - 1)), outputBits);
  const half = config.rounding === "nearest" && fractionBits > 0 ? 2 ** (fractionBits - 1) : 0;
  const limit = 2 ** (bits + scaleBits - 2) + 2 ** (outputBits - 1 + fractionBits) + half;
  const width = Math.max(signedWidth(-limit, limit), fractionBits + outputBits);

  const m = new ModuleBuilder("scale_bias");
  const pipeline = new Pipeline(m, config.pipeline);
  const x = m.input("x", bits);
  const factor = isLoaded ? m.input("scale", scaleBits) : constantBus(scale, scaleBits);
  const addend = isLoaded ? m.input("bias", outputBits) : constantBus(bias, outputBits);
  const columns: Net[][] = Array.from({ length: width }, () => []);
  const products = m.part("products", () => addProducts(m, columns, x, factor));
  const constant = half + products + addSigned(m, columns, addend, fractionBits);
  const sum = m.part("sum", () => sumColumns(m, columns, { style, pipeline, width, constant }));
  m.output(
    "y",
    m.part("saturate", () => saturate(m, sum.slice(fractionBits), outputBits)),
  );
  return {
    module: m.build(),
    latency: pipeline.latency,
    held: [],
    behaviour: (inputs: PortBits): PortBits => {
      const [value] = signedNumbers(inputs.x, bits);
      const [a] = isLoaded ? signedNumbers(inputs.scale, scaleBits) : [scale];
      const [b] = isLoaded ? signedNumbers(inputs.bias, outputBits) : [bias];
      const y = Math.floor((value * a + half) / 2 ** fractionBits) + b;
      const end = 2 ** (outputBits - 1);
      return { y: portBits(Math.min(Math.max(y, -end), end - 1), outputBits) };
    },
  };
}

function signedConstant(name: string, value: number, width: number): number {
  checkIntegerBetween("scaleBias", name, value, -(2 ** (width - 1)), 2 ** (width - 1) - 1);
  return value;
}

/** Bits of the product of two signed numbers go into columns; what is to be added for them is returned. A product with one top bit counts
 *  −2^i, as much as its complement counts 2^i, less 2^i. */
function addProducts(m: ModuleBuilder, columns: Net[][], x: Bus, factor: Bus): number {
  let constant = 0;
  factor.forEach((digit, j) => {
    const row = m.and(
      x,
      x.map(() => digit),
    );
    const isNegative = x.map((_, i) => (i === x.length - 1) !== (j === factor.length - 1));
    const complements = m.not(row.filter((_, i) => isNegative[i]));
    let used = 0;
    row.forEach((bit, i) => {
      columns[i + j].push(isNegative[i] ? complements[used++] : bit);
      if (isNegative[i]) constant -= 2 ** (i + j);
    });
  });
  return constant;
}

/** The bits of a signed number times 2^offset, likewise. */
function addSigned(m: ModuleBuilder, columns: Net[][], number: Bus, offset: number): number {
  const [top] = m.not(number.slice(-1));
  [...number.slice(0, -1), top].forEach((bit, i) => {
    columns[offset + i].push(bit);
  });
  return -(2 ** (offset + number.length - 1));
}

/** A signed number in fewer bits: the end of their range that is nearest, where it does not fit. */
function saturate(m: ModuleBuilder, number: Bus, bits: number): Bus {
  const [sign = 0] = number.slice(-1);
  const above = number.slice(bits - 1, -1);
  if (above.length === 0) return number;
  const fits = m.equal(
    above,
    above.map(() => sign),
  );
  const [positive] = m.not([sign]);
  const end = [...Array.from({ length: bits - 1 }, () => positive), sign];
  return m.mux(fits, number.slice(0, bits), end);
}
