import { mappedFeatureNames, mappedFeatures } from "../mapping/mapped-features.ts";
import type { Module } from "../netlist/module.ts";
import { yosysVersion } from "../synthesis/locate-yosys.ts";
import { cacheKey } from "../synthesis/synthesis-cache.ts";
import {
  countedAs,
  isAsic,
  type SynthesisTarget,
  synthesisTargets,
  type Target,
} from "../synthesis/target.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { Calibration, Fit, Quantity } from "./calibration.ts";
import { fitArea } from "./fit-area.ts";
import type { MeasuredPoint } from "./measured-point.ts";
import { mappedCoefficients, structuralCoefficients } from "./structural-coefficients.ts";
import { featureNames, unitFeatures } from "./unit-features.ts";

/** The quantity that is fitted on a target. */
export function fittedQuantity(target: SynthesisTarget): Quantity {
  return isAsic(target) ? "areaGe" : "lut";
}

/**
 * The area model of measured points: targets that have fewer than two have no fit.
 *
 * The same points in the same order make the same calibration.
 */
export async function fitCalibration(points: readonly MeasuredPoint[]): Promise<Calibration> {
  // A stage has the coefficients of a style, not of a unit.
  const fits = fitTargets(points, unitFeatures, structuralCoefficients).map(
    (fit): Fit => ({ ...fit, regimes: [] }),
  );
  return {
    version: 2,
    tool: `Yosys ${yosysVersion}`,
    gridHash: await cacheKey(JSON.stringify(points)),
    features: featureNames,
    fits,
    unitFeatures: mappedFeatureNames,
    unitFits: fitTargets(points, mappedFeatures, mappedCoefficients),
  };
}

function fitTargets(
  points: readonly MeasuredPoint[],
  featuresOf: (module: Module, target: Target) => number[],
  structural: (target: Target, quantity: Quantity) => number[],
): Fit[] {
  return synthesisTargets.flatMap((target) => {
    const counted = countedAs(target);
    const own = points.filter((point) => point.target === target);
    if (own.length < 2) return [];
    const quantity = fittedQuantity(target);
    const area = own.map(({ config, counts }) => ({
      ...{ config, count: counts[quantity] },
      features: featuresOf(generateUnit(config).module, counted),
    }));
    return [fitArea(target, quantity, area, structural(counted, quantity))];
  });
}
