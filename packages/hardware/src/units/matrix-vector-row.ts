import type { ModuleBuilder } from "../netlist/module-builder.ts";
import {
  type Bus,
  constantBus,
  type Net,
  resize,
  shiftLeft,
  unsignedWidth,
} from "../netlist/net.ts";
import { constantTable } from "./constant-table.ts";
import { countLevels } from "./count-levels.ts";
import type { MatrixVectorConfig, MatrixVectorConstants } from "./matrix-vector.ts";
import { greatestProduct, rowOffset, sumProducts } from "./matrix-vector-sums.ts";

/** What the control of a folded product tells each of its `pe` rows. */
export interface RowControl {
  /** The `simd` numbers at hand. */
  readonly values: Bus;
  /** Whether registers take what is new. */
  readonly canMove: Net;
  /** Whether the sum of a step stands in its register, and whether it is a row's first. */
  readonly isSummed: Net;
  readonly isFirst: Net;
  /** The fold to which that sum belongs. */
  readonly fold: Bus;
}

/** What one of the `pe` rows makes of a step: the sum with those of the steps before, and its level, or the dot product.
 *  @param p  Which of the `pe` it is: its rows are p, pe + p …. */
export function matrixVectorRow(
  m: ModuleBuilder,
  config: MatrixVectorConfig,
  constants: MatrixVectorConstants,
  p: number,
  { weights, control }: { readonly weights: Bus; readonly control: RowControl },
): Bus {
  const products = sumProducts(m, control.values, weights, config);
  const sum = m.register(products, { enable: control.canMove });
  return rowResult(m, config, constants, p, { sum, control });
}

/** What a row makes of the sum of a step's products. */
export function rowResult(
  m: ModuleBuilder,
  config: MatrixVectorConfig,
  constants: MatrixVectorConstants,
  p: number,
  { sum, control }: { readonly sum: Bus; readonly control: Omit<RowControl, "values"> },
): Bus {
  return outputOf(m, config, constants, p, control.fold, accumulate(m, sum, control, config));
}

/** The sum of a row so far, the step at hand included. */
export function accumulate(
  m: ModuleBuilder,
  sum: Bus,
  { isFirst, isSummed, canMove }: Pick<RowControl, "isFirst" | "isSummed" | "canMove">,
  config: Pick<MatrixVectorConfig, "inputs" | "simd" | "input" | "weightBits">,
): Bus {
  if (config.inputs === config.simd) return sum;
  const width = unsignedWidth(config.inputs * greatestProduct(config));
  const before = m.feedback(width);
  const carried = m.mux(isFirst, constantBus(0, width), before.q);
  const total = m.add(carried, resize(sum, width));
  before.connect(total, { enable: m.and([canMove], [isSummed])[0] });
  return total;
}

/** What leaves for a row's sum: its level, or the dot product. */
function outputOf(
  m: ModuleBuilder,
  config: MatrixVectorConfig,
  constants: MatrixVectorConstants,
  p: number,
  fold: Bus,
  total: Bus,
): Bus {
  const { levels, output, outputs, pe, input } = config;
  const rows = Array.from({ length: outputs / pe }, (_, f) => f * pe + p);
  const offsets = rows.map((row) => rowOffset(config, rowOf(config, constants, row)));
  if (levels === 0) {
    const known = offsets.map((offset) => BigInt.asUintN(output.bits, BigInt(offset)));
    const offset = constantTable(m, known, output.bits, fold);
    return m.add(scaled(m, total, Math.abs(input.scale), output.bits), offset);
  }
  const greatest = config.inputs * greatestProduct(config);
  const width = unsignedWidth(greatest + 1);
  const reached = Array.from({ length: levels }, (_, level) => {
    const least = rows.map((row, f) => {
      const dot = constants.thresholds[row * levels + level];
      const sum = Math.ceil((dot - offsets[f]) / Math.abs(input.scale));
      return BigInt(Math.min(Math.max(sum, 0), greatest + 1));
    });
    return m.atLeast(resize(total, width), constantTable(m, least, width, fold));
  });
  return countLevels(m, reached, output);
}

/** A number times a constant: its shifts, added. */
export function scaled(m: ModuleBuilder, number: Bus, factor: number, width: number): Bus {
  const shifts = [...factor.toString(2)].reverse().flatMap((bit, by) => (bit === "1" ? [by] : []));
  return shifts
    .map((by) => resize(shiftLeft(number, by), width))
    .reduce((sum, addend) => m.add(sum, addend));
}

function rowOf(
  { inputs }: MatrixVectorConfig,
  { weights }: MatrixVectorConstants,
  row: number,
): number[] {
  return Array.from({ length: inputs }, (_, i) => weights[row * inputs + i]);
}
