import { mappedFeatureNames } from "../mapping/mapped-features.ts";
import { checkChoice } from "../units/check-choice.ts";
import type { Calibration } from "./calibration.ts";
import { featureNames } from "./unit-features.ts";

/**
 * A calibration out of parsed JSON.
 *
 * @throws TypeError for what is none, RangeError for one of another version or of other variables.
 */
export function decodeCalibration(value: unknown): Calibration {
  if (!isCalibration(value)) {
    throw new TypeError("decodeCalibration: value must have a version, features and fits");
  }
  checkChoice("decodeCalibration", "version", String(value.version), ["2"]);
  checkChoice("decodeCalibration", "features", value.features.join(" "), [featureNames.join(" ")]);
  const names = mappedFeatureNames.join(" ");
  checkChoice("decodeCalibration", "unitFeatures", value.unitFeatures.join(" "), [names]);
  return value;
}

function isCalibration(value: unknown): value is Calibration {
  const { version, features, gridHash, fits, unitFeatures, unitFits } = Object(value);
  return (
    typeof version === "number" &&
    typeof gridHash === "string" &&
    Array.isArray(features) &&
    Array.isArray(unitFeatures) &&
    Array.isArray(fits) &&
    fits.every((fit) => isFit(fit, featureNames.length)) &&
    Array.isArray(unitFits) &&
    unitFits.every((fit) => isFit(fit, mappedFeatureNames.length))
  );
}

function isFit(value: unknown, size: number): boolean {
  const { coefficients, styles, regimes, deviation } = Object(value);
  const isNumbers = (list: unknown): boolean =>
    Array.isArray(list) && list.length === size && list.every(Number.isFinite);
  return (
    isNumbers(coefficients) &&
    Object.values(Object(styles)).every(isNumbers) &&
    Number.isFinite(deviation) &&
    Array.isArray(regimes) &&
    regimes.every((regime) => {
      const { coefficients, least, greatest, deviation } = Object(regime);
      return [coefficients, least, greatest].every(isNumbers) && Number.isFinite(deviation);
    })
  );
}
