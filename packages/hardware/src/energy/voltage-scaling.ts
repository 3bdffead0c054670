import { checkFinite } from "@bnnkit/core";
import type { Provenance } from "../figure.ts";

/** How delay, energy and leakage of one process follow the supply. */
export interface VoltageModel {
  /** Delay ∝ V / (V − threshold)^alpha. */
  readonly alpha: number;
  readonly thresholdV: number;
  /** Dynamic energy ∝ V^energyExponent, leakage power ∝ V^leakageExponent. */
  readonly energyExponent: number;
  readonly leakageExponent: number;
  /** Supplies that the exponents were fitted to. */
  readonly fittedV: readonly [low: number, high: number];
  readonly provenance: Provenance;
}

/** IHP SG13G2, one netlist at 1.20 and at 1.50 V: delay × 0.662, dynamic energy × 1.64 (V² would be 1.56), leakage × 3.0. */
export const ihpVoltageModel: VoltageModel = {
  ...{ alpha: 1.5, thresholdV: 0.64 },
  energyExponent: Math.log(1.64) / Math.log(1.25),
  leakageExponent: Math.log(3) / Math.log(1.25),
  fittedV: [1.2, 1.5],
  provenance: {
    source: "OpenSTA on IHP SG13G2 cells, typical, 25 °C, at 1.20 and 1.50 V",
    ...{ nodeNm: 130, voltageV: 1.2 },
  },
};

/** Factors from one supply to another. */
export interface VoltageScaling {
  readonly kind: "estimate";
  readonly delay: number;
  /** Of a clock that follows the delay. */
  readonly frequency: number;
  readonly dynamicEnergy: number;
  readonly leakagePower: number;
  /** Whether a supply is outside of those fitted to. */
  readonly isExtrapolated: boolean;
}

/**
 * What another supply does to delay, dynamic energy and leakage power. Nodes are not scaled: areas of one gate differ by a quarter from (nm)².
 *
 * @throws RangeError for supplies that are not above the threshold.
 */
export function scaleVoltage(
  fromV: number,
  toV: number,
  model: VoltageModel = ihpVoltageModel,
): VoltageScaling {
  const { alpha, thresholdV, energyExponent, leakageExponent, fittedV } = model;
  for (const [name, supply] of Object.entries({ fromV, toV })) {
    checkFinite("scaleVoltage", name, [supply]);
    if (supply > thresholdV) continue;
    throw new RangeError(`scaleVoltage: ${name} must be > ${thresholdV} V, got ${supply}`);
  }
  const delayAt = (supply: number): number => supply / (supply - thresholdV) ** alpha;
  const delay = delayAt(toV) / delayAt(fromV);
  const [low, high] = fittedV;
  return {
    ...{ kind: "estimate", delay, frequency: 1 / delay },
    dynamicEnergy: (toV / fromV) ** energyExponent,
    leakagePower: (toV / fromV) ** leakageExponent,
    isExtrapolated: Math.min(fromV, toV) < low || Math.max(fromV, toV) > high,
  };
}

/** Energy that leaks in a time: nW · ns = 10⁻⁶ pJ.
 *  @throws RangeError for numbers that are negative or not finite. */
export function leakageEnergyPj(leakageNw: number, timeNs: number): number {
  for (const [name, value] of Object.entries({ leakageNw, timeNs })) {
    checkFinite("leakageEnergyPj", name, [value]);
    if (value < 0) throw new RangeError(`leakageEnergyPj: ${name} must be ≥ 0, got ${value}`);
  }
  return leakageNw * timeNs * 1e-6;
}
