import { type MappedFeatureName, mappedFeatureNames } from "../mapping/mapped-features.ts";
import type { Target } from "../synthesis/target.ts";
import type { Quantity } from "./calibration.ts";
import { type FeatureName, featureNames } from "./unit-features.ts";

type Coefficients = Readonly<Partial<Record<FeatureName, number>>>;

/** What a cell takes where it stands alone: a full adder fills two tables of an FPGA or a cell of seven gates, and so on; what fits are drawn to
 *  as far as they have no points that say otherwise. */
const structural: Readonly<Record<Target, Readonly<Partial<Record<Quantity, Coefficients>>>>> = {
  xc7: {
    lut: {
      ...{
        andOr: 0.06,
        wideGates: 1,
        exclusive: 0.06,
        multiplexers: 0.5,
        fullAdders: 1.85,
        adderBits: 0.6,
      },
      ...{ sumRemovals: 2.1, sumBits: 0.6, comparatorBits: 0.6, constantComparatorBits: 0.3 },
      tables: 1,
    },
  },
  ice40: {
    lut: {
      ...{
        andOr: 0.5,
        wideGates: 1,
        exclusive: 0.5,
        multiplexers: 0.9,
        fullAdders: 2.1,
        adderBits: 0.9,
      },
      ...{ sumRemovals: 2.2, sumBits: 0.9, comparatorBits: 1, constantComparatorBits: 0.5 },
      tables: 1,
    },
  },
  ecp5: {
    lut: {
      ...{
        andOr: 0.9,
        wideGates: 1,
        exclusive: 0.9,
        multiplexers: 1.4,
        fullAdders: 2.9,
        gateAdderBits: 2,
      },
      ...{ sumRemovals: 4, sumBits: 0, comparatorBits: 0.3, constantComparatorBits: 0.3 },
      tables: 1,
    },
  },
  asic: {
    areaGe: {
      ...{ andOr: 1.25, exclusive: 2.5, inverters: 0.5, multiplexers: 2.25, fullAdders: 7 },
      ...{ adderBits: 7, sumRemovals: 7, sumBits: 4, comparatorBits: 3.5 },
      ...{ constantComparatorBits: 1.5, registerBits: 5, tables: 0.7 },
    },
  },
};

/** The coefficients of cells that stand alone, in the order of variables; 0 where there are none. */
export function structuralCoefficients(target: Target, quantity: Quantity): number[] {
  return featureNames.map((name) => structural[target][quantity]?.[name] ?? 0);
}

/** What is added up of a mapping before anything is measured. */
const mapped: Readonly<Record<Target, Readonly<Partial<Record<MappedFeatureName, number>>>>> = {
  xc7: { tables: 1, openOperands: 0.4 },
  ice40: { tables: 1 },
  ecp5: { tables: 1 },
  asic: {
    ...{ and: 1.4, exclusive: 2.5, memoryTables: -0.7, fullAdders: 7, mixedFullAdders: 14 },
    ...{ chainBits: 9, comparatorBits: 3.5, registerBits: 5 },
  },
};

/** The coefficients of a mapping, in the order of its variables; 0 where there are none. */
export function mappedCoefficients(target: Target): number[] {
  return mappedFeatureNames.map((name) => mapped[target][name] ?? 0);
}
