import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, resize, signedWidth, zero } from "../netlist/net.ts";
import { type SumOptions, sumColumns } from "./sum-columns.ts";

/** Numbers in two's complement of equal width, each with a bit that says whether it is to be subtracted. */
export interface SignedNumbers {
  readonly numbers: readonly Bus[];
  readonly signs: Bus;
}

/** `Σ ±number` in two's complement, modulo 2^width. */
export function sumSigned(m: ModuleBuilder, operands: SignedNumbers, options: SumOptions): Bus {
  return options.style === "carry-chain"
    ? addOrSubtract(m, operands, options)
    : sumComplements(m, operands, options);
}

/** `−a = ¬a + 1`: the bits of a number, inverted where it is to be subtracted, and its sign as a one to be added. The top bit counts −2^top, as
 *  much as its complement counts 2^top, less 2^top. */
function sumComplements(
  m: ModuleBuilder,
  { numbers, signs }: SignedNumbers,
  options: SumOptions,
): Bus {
  const bits = numbers[0].length;
  const columns = Array.from({ length: bits }, (_, bit) => {
    const column = numbers.map((number) => number[bit]);
    return bit < bits - 1 ? m.xor(column, signs) : m.xnor(column, signs);
  });
  const [lowest, ...rest] = columns;
  const constant = (options.constant ?? 0) - numbers.length * 2 ** (bits - 1);
  return sumColumns(m, [[...lowest, ...signs], ...rest], { ...options, constant });
}

/** The number `sign ? −bus : bus`. */
interface Node {
  readonly bus: Bus;
  readonly sign: Net;
  readonly minimum: number;
  readonly maximum: number;
}

/** Of two neighbours the second is added or subtracted by whether their signs differ, so that their sum has the sign of the first; the last is
 *  negated by its sign. So an adder is all that two numbers take. */
function addOrSubtract(
  m: ModuleBuilder,
  { numbers, signs }: SignedNumbers,
  { pipeline, width }: SumOptions,
): Bus {
  const limit = 2 ** (numbers[0].length - 1);
  let level: readonly Node[] = numbers.map((bus, i) => ({
    ...{ bus, sign: signs[i], minimum: -limit, maximum: limit - 1 },
  }));
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const [a, b] = [level[2 * i], level.at(2 * i + 1)];
      return b === undefined ? a : combine(m, a, b);
    });
    const crossing = pipeline.level(pairs.map(({ bus, sign }) => [...bus, sign]));
    level = pairs.map((node, i) => ({
      ...node,
      ...{ bus: crossing[i].slice(0, -1), sign: crossing[i].at(-1) ?? zero },
    }));
  }
  const [{ bus, sign }] = level;
  const whole = resize(bus, width, true);
  const signed = sign === zero ? whole : m.add(resize([], width), invertIf(m, whole, sign), sign);
  return pipeline.level([signed], true)[0];
}

function combine(m: ModuleBuilder, a: Node, b: Node): Node {
  const [differs] = m.xor([a.sign], [b.sign]);
  const minimum = a.minimum + Math.min(b.minimum, -b.maximum);
  const maximum = a.maximum + Math.max(b.maximum, -b.minimum);
  const width = signedWidth(minimum, maximum);
  const second = resize(invertIf(m, b.bus, differs), width, true);
  const bus = m.add(resize(a.bus, width, true), second, differs);
  return { bus, sign: a.sign, minimum, maximum };
}

function invertIf(m: ModuleBuilder, bus: Bus, condition: Net): Bus {
  return m.xor(
    bus,
    bus.map(() => condition),
  );
}
