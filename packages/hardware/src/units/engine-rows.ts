import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, one, resize } from "../netlist/net.ts";
import { countLevels } from "./count-levels.ts";
import { greatestSum, outputWordBits, thresholdBits } from "./engine-constants.ts";
import { engineProducts, type SharedEngineConfig } from "./engine-passes.ts";
import { accumulate, scaled } from "./matrix-vector-row.ts";
import { greatestProduct, sumProducts, sumWidth } from "./matrix-vector-sums.ts";

/** Where rows are in their sums, and what those are compared with. */
export interface RowStep {
  readonly isFirst: Net;
  readonly isSummed: Net;
  readonly constants: Bus;
}

/** The `pe` rows of an engine. */
export interface EngineRows {
  /** What they have made of the step that is registered: numbers for the next layer. */
  readonly numbers: Bus;
  /** What leaves after the last. */
  readonly leaving: Bus;
  /** Says the values and weights of the step that is to be registered, once. */
  connect(values: Bus, weights: Bus): void;
}

export function engineRows(
  m: ModuleBuilder,
  config: SharedEngineConfig,
  { isFirst, isSummed, constants }: RowStep,
): EngineRows {
  const { pe, simd, weightBits } = config;
  const [laneBits, wordBits] = [simd * weightBits, outputWordBits(config)];
  const inputs = greatestSum(config) / greatestProduct(config);
  const control = { isFirst, isSummed, canMove: one };
  const rows = Array.from({ length: pe }, (_, p) => {
    const sum = m.feedback(sumWidth(config, simd));
    const total = accumulate(m, sum.q, control, { ...config, inputs });
    const own = constants.slice(p * wordBits, (p + 1) * wordBits);
    return { sum, ...rowResult(m, config, total, own) };
  });
  return {
    numbers: rows.flatMap(({ number }) => number),
    leaving: rows.flatMap(({ leaves }) => leaves),
    connect(values, weights) {
      rows.forEach(({ sum }, p) => {
        const own = weights.slice(p * laneBits, (p + 1) * laneBits);
        sum.connect(sumProducts(m, values, own, config));
      });
    },
  };
}

function rowResult(
  m: ModuleBuilder,
  config: SharedEngineConfig,
  total: Bus,
  constants: Bus,
): { readonly number: Bus; readonly leaves: Bus } {
  const { input, output } = config;
  const layers = engineProducts(config);
  const bits = thresholdBits(config);
  const [hidden, last] = [layers.slice(0, -1), layers[layers.length - 1]];
  const reached = Array.from({ length: Math.max(...layers.map(({ levels }) => levels)) }, (_, i) =>
    m.atLeast(resize(total, bits), constants.slice(i * bits, (i + 1) * bits)),
  );
  const levelOf = (levels: number, as: SharedEngineConfig["output"]): Bus =>
    countLevels(m, reached.slice(0, levels), as);
  const number =
    hidden.length === 0 ? [] : levelOf(Math.max(...hidden.map(({ levels }) => levels)), input);
  if (last.levels > 0) return { number, leaves: levelOf(last.levels, output) };
  const dot = scaled(m, total, Math.abs(input.scale), output.bits);
  return { number, leaves: m.add(dot, constants.slice(0, output.bits)) };
}
