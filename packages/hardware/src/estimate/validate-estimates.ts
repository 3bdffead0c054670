import type { Figure } from "../figure.ts";
import { isAsic, type SynthesisTarget } from "../synthesis/target.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import type { Calibration, Quantity } from "./calibration.ts";
import { estimateUnit } from "./estimate-unit.ts";
import type { MeasuredPoint } from "./measured-point.ts";

/** A prediction beside what synthesis said. */
export interface ComparedPoint {
  readonly config: UnitConfig;
  readonly target: SynthesisTarget;
  readonly regime: string;
  readonly isExtrapolated: boolean;
  /** What is compared: look-up tables, or gate equivalents. */
  readonly quantity: Quantity;
  readonly predicted: Figure;
  readonly measured: number;
  /** (predicted − measured) / measured, in per cent. */
  readonly error: number;
  readonly isCovered: boolean;
  /** Whether flip-flops and shift registers, block memories and multipliers are as predicted. */
  readonly isExact: boolean;
}

/** Errors over points, in per cent of what was measured. */
export interface ErrorSummary {
  readonly points: number;
  readonly mean: number;
  readonly percentile95: number;
  readonly worst: number;
  /** Parts of 1: points within their intervals, and those whose exact figures are. */
  readonly coverage: number;
  readonly exact: number;
}

/** Predicts a point from its configuration, and compares. */
export function comparePoint(point: MeasuredPoint, calibration?: Calibration): ComparedPoint {
  const { config, target, counts } = point;
  const estimate = estimateUnit(config, target, calibration === undefined ? {} : { calibration });
  const quantity = isAsic(target) ? "areaGe" : "lut";
  const [predicted, measured] = [estimate[quantity], counts[quantity]];
  return {
    ...{ config, target, regime: estimate.regime, isExtrapolated: estimate.isExtrapolated },
    ...{ quantity, predicted, measured },
    error: (100 * (predicted.value - measured)) / Math.max(1, measured),
    isCovered: measured >= predicted.low && measured <= predicted.high,
    isExact: (["ff", "shiftRegister", "bram", "dsp"] as const).every(
      (name) => estimate[name].value === counts[name],
    ),
  };
}

/** @throws RangeError for no points. */
export function summarizeErrors(points: readonly ComparedPoint[]): ErrorSummary {
  if (points.length === 0) throw new RangeError("summarizeErrors: points must not be empty");
  const sizes = points.map(({ error }) => Math.abs(error)).sort((a, b) => a - b);
  const part = (isOne: (point: ComparedPoint) => boolean): number =>
    points.filter(isOne).length / points.length;
  return {
    points: points.length,
    mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    percentile95: sizes[Math.ceil(0.95 * sizes.length) - 1],
    worst: sizes[sizes.length - 1],
    coverage: part(({ isCovered }) => isCovered),
    exact: part(({ isExact }) => isExact),
  };
}
