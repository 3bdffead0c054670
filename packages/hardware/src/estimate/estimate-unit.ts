import { checkLength } from "@bnnkit/core";
import { exactFigure, type Figure, figureBetween, normalQuantile, scaleFigure } from "../figure.ts";
import { mappedFeatures } from "../mapping/mapped-features.ts";
import type { Module } from "../netlist/module.ts";
import { um2OfGate } from "../synthesis/cell-areas.ts";
import {
  countedAs,
  type SynthesisTarget,
  synthesisTargets,
  type Target,
} from "../synthesis/target.ts";
import { checkChoice } from "../units/check-choice.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import type { Calibration, Fit, Quantity } from "./calibration.ts";
import { calibrationOf } from "./calibration-of.ts";
import { carryCells } from "./carry-cells.ts";
import { fittedQuantity } from "./fit-calibration.ts";
import { dot } from "./least-squares.ts";
import { type MergedSums, mergedSums } from "./merged-sums.ts";
import { narrowAdders } from "./narrow-adders.ts";
import { regimeOf } from "./regime.ts";
import { registerCounts } from "./register-counts.ts";

/** What a unit is predicted to take, by the names of `CellCounts`. */
export interface UnitEstimate {
  readonly kind: "estimate";
  readonly target: SynthesisTarget;
  /** The coefficients that were used, such as "xnor-popcount compressor". */
  readonly regime: string;
  /** Whether a variable of the model is far outside of what its coefficients were fitted on; intervals are twice as wide then. */
  readonly isExtrapolated: boolean;
  readonly lut: Figure;
  readonly ff: Figure;
  readonly carry: Figure;
  readonly bram: Figure;
  readonly dsp: Figure;
  /** Shift registers of xc7, which take a look-up table each beside `lut`. */
  readonly shiftRegister: Figure;
  /** Gate equivalents, NAND gates of the library, registers included; 0 on an FPGA. */
  readonly areaGe: Figure;
  /** Of cells, without wires; 0 on an FPGA and for `asic`, which is of no process. */
  readonly areaUm2: Figure;
}

export interface EstimateOptions {
  /** Default: the one that the package comes with. */
  readonly calibration?: Calibration;
}

/**
 * What a configuration takes on a target, from its parameters alone: nothing is synthesised.
 *
 * Look-up tables are those that a mapper like the synthesiser's covers the netlist with, gate equivalents exact counts of it, times fitted
 * coefficients; flip-flops, shift registers, block memories, multipliers and carry cells follow rules.
 *
 * @throws RangeError as `generateUnit` does, for a target that is none, and for a calibration that lacks it.
 */
export function estimateUnit(
  config: UnitConfig,
  target: SynthesisTarget,
  { calibration = calibrationOf(target) }: EstimateOptions = {},
): UnitEstimate {
  checkChoice("estimateUnit", "target", target, synthesisTargets);
  const counted = countedAs(target);
  const module = narrowAdders(generateUnit(config).module);
  const sums = mergedSums(module);
  const features = mappedFeatures(module, counted);
  const { ff, shiftRegister } = registerCounts(module, counted);
  const regime = regimeOf(config);
  const quantity = fittedQuantity(target);
  const { figure, isExtrapolated } = predict(calibration, { target, quantity, regime, features });
  const zero = exactly(0);
  const areaGe = quantity === "areaGe" ? figure : zero;
  return {
    ...{ kind: "estimate", target, regime: regime.name, isExtrapolated },
    lut: quantity === "lut" ? figure : zero,
    carry: carryFigure(module, counted, sums),
    ...{ areaGe, areaUm2: scaleFigure(areaGe, um2OfGate(target)) },
    // No unit multiplies, or reads a memory by the clock.
    ...{
      ff: exactly(ff),
      shiftRegister: exactly(shiftRegister),
      bram: zero,
      dsp: zero,
    },
  };
}

interface Predicted {
  readonly figure: Figure;
  readonly isExtrapolated: boolean;
}

/** Where counts come from that no model predicts. */
export const ruleSource = "counted by rules of Yosys 0.55.944";

function exactly(value: number): Figure {
  return exactFigure(value, ruleSource);
}

/** Exact for adders alone; what is left to the synthesiser to merge, and comparators, take a cell or two more or less. */
export function carryFigure(module: Module, target: Target, sums: MergedSums): Figure {
  const value = carryCells(module, target, sums);
  const loose =
    module.cells.filter(({ op }) => op === "sum" || op === "compare").length +
    (sums.chains.length - sums.adders.length);
  const margin = target === "asic" ? 0 : 2 * loose;
  return figureBetween([Math.max(0, value - margin), value, value + margin], {
    source: ruleSource,
  });
}

interface Question {
  readonly target: SynthesisTarget;
  readonly quantity: Quantity;
  readonly regime: ReturnType<typeof regimeOf>;
  readonly features: readonly number[];
}

function predict(calibration: Calibration, question: Question): Predicted {
  const { target, quantity, regime, features } = question;
  const fit = fitIn("estimateUnit", calibration.unitFits, target, quantity);
  const { unitFeatures } = calibration;
  checkLength("estimateUnit", "calibration.unitFeatures", unitFeatures.length, features.length);
  const fitted = fit.regimes.find(({ regime: name }) => name === regime.name);
  const coefficients = fitted?.coefficients ?? fit.styles[regime.style] ?? fit.coefficients;
  const isExtrapolated =
    fitted === undefined ||
    features.some((x, i) => isBeyond(x, fitted.least[i], fitted.greatest[i]));
  const deviation = fitted?.deviation ?? 2 * fit.deviation;
  const value = Math.max(0, dot(coefficients, features));
  const margin = value * Math.min(1, normalQuantile * deviation * (isExtrapolated ? 2 : 1));
  const figure = figureBetween(
    [Math.floor(value - margin), rounded(quantity, value), Math.ceil(value + margin)],
    { source: `coefficients fitted to ${calibration.tool}` },
    isExtrapolated,
  );
  return { figure, isExtrapolated };
}

/** Half as much more or less than what was fitted on, and a few. */
function isBeyond(x: number, least: number, greatest: number): boolean {
  return x < least / 1.5 - 4 || x > greatest * 1.5 + 4;
}

/** The fit of a quantity on a target.
 *  @throws RangeError for a calibration that has none. */
export function fitIn(
  where: string,
  fits: readonly Fit[],
  target: SynthesisTarget,
  quantity: Quantity,
): Fit {
  const fit = fits.find((one) => one.target === target && one.quantity === quantity);
  if (fit !== undefined) return fit;
  throw new RangeError(`${where}: calibration must have a fit of ${quantity} on ${target}`);
}

/** Cells are whole; areas of the library are halves. */
function rounded(quantity: Quantity, value: number): number {
  return quantity === "areaGe" ? Math.round(2 * value) / 2 : Math.round(value);
}
