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
  checkChoice("decodeCalibration", "version", String(value.version), ["1"]);
  checkChoice("decodeCalibration", "features", value.features.join(" "), [featureNames.join(" ")]);
  return value;
}

function isCalibration(value: unknown): value is Calibration {
  const { version, features, gridHash, fits } = Object(value);
  return (
    typeof version === "number" &&
    typeof gridHash === "string" &&
    Array.isArray(features) &&
    Array.isArray(fits) &&
    fits.every(isFit)
  );
}

function isFit(value: unknown): boolean {
  const { coefficients, styles, regimes, deviation } = Object(value);
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

function isNumbers(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === featureNames.length && value.every(Number.isFinite)
  );
}
