import { yosysVersion } from "../synthesis/locate-yosys.ts";
import { cacheKey } from "../synthesis/synthesis-cache.ts";
import { type Target, targets } from "../synthesis/target.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { Calibration, Quantity } from "./calibration.ts";
import { fitArea } from "./fit-area.ts";
import type { MeasuredPoint } from "./measured-point.ts";
import { featureNames, unitFeatures } from "./unit-features.ts";

/** The quantity that is fitted on a target. */
export function fittedQuantity(target: Target): Quantity {
  return target === "asic" ? "areaGe" : "lut";
}

/**
 * The area model of measured points: targets that have fewer than two have no fit.
 *
 * The same points in the same order make the same calibration.
 */
export async function fitCalibration(points: readonly MeasuredPoint[]): Promise<Calibration> {
  const fits = targets.flatMap((target) => {
    const own = points
      .filter((point) => point.target === target)
      .map(({ config, counts }) => ({
        ...{ config, counts, features: unitFeatures(generateUnit(config).module, target) },
      }));
    if (own.length < 2) return [];
    const quantity = fittedQuantity(target);
    const area = own.map(({ config, features, counts }) => ({
      ...{ config, features, count: counts[quantity] },
    }));
    return [fitArea(target, quantity, area)];
  });
  return {
    version: 1,
    tool: `Yosys ${yosysVersion}`,
    gridHash: await cacheKey(JSON.stringify(points)),
    features: featureNames,
    fits,
  };
}
