import { readFileSync } from "node:fs";
import { defaultCalibration, fitCalibration, type MeasuredPoint } from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { libraryCalibration } from "../../src/estimate/library-calibration.generated.ts";

test.each([
  ["calibration-points.json", defaultCalibration],
  ["library-points.json", libraryCalibration],
] as const)(
  "the calibration of %s is the fit of its points",
  async (name, calibration) => {
    const file = new URL(`../../data/${name}`, import.meta.url);
    const points: readonly MeasuredPoint[] = JSON.parse(readFileSync(file, "utf8"));
    expect(await fitCalibration(points)).toEqual(calibration);
  },
  600_000,
);
