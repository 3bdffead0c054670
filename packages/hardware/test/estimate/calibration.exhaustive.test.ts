import { readFileSync } from "node:fs";
import { defaultCalibration, fitCalibration, type MeasuredPoint } from "@bnnkit/hardware";
import { expect, test } from "vitest";

const file = new URL("../../data/calibration-points.json", import.meta.url);
const points: readonly MeasuredPoint[] = JSON.parse(readFileSync(file, "utf8"));

test("the calibration of the package is the fit of its points", async () => {
  expect(await fitCalibration(points)).toEqual(defaultCalibration);
}, 600_000);
