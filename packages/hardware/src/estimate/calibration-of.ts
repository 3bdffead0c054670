import { isAsic, type SynthesisTarget } from "../synthesis/target.ts";
import type { Calibration } from "./calibration.ts";
import { defaultCalibration } from "./default-calibration.generated.ts";
import { libraryCalibration } from "./library-calibration.generated.ts";

/** The calibration of the package that has a target: libraries of cells have one of their own. */
export function calibrationOf(target: SynthesisTarget): Calibration {
  return isAsic(target) && target !== "asic" ? libraryCalibration : defaultCalibration;
}
