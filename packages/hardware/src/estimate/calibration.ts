import type { MappedFeatureName } from "../mapping/mapped-features.ts";
import type { SynthesisTarget } from "../synthesis/target.ts";
import type { FeatureName } from "./unit-features.ts";

/** What is fitted: look-up tables of an FPGA, gate equivalents of an ASIC. The rest follows rules. */
export type Quantity = "lut" | "areaGe";

/** Relative errors, in per cent. */
export interface ErrorFigures {
  readonly mean: number;
  readonly worst: number;
}

/** Coefficients of one kind of unit, drawn to those of its style as far as it has few points, and these to those of all. */
export interface FittedRegime {
  /** A unit with its style and whether it has registers within, such as "xnor-popcount compressor pipelined". */
  readonly regime: string;
  readonly coefficients: readonly number[];
  readonly points: number;
  /** Errors on the points that it was fitted on. */
  readonly error: ErrorFigures;
  /** Errors at each point of a fit that has not seen it. */
  readonly leaveOneOut: ErrorFigures;
  /** Relative standard error of a prediction, from `leaveOneOut` and, as far as points are few, that over all regimes. */
  readonly deviation: number;
  /** The least and the greatest value of each variable among the points. */
  readonly least: readonly number[];
  readonly greatest: readonly number[];
}

/** The fit of one quantity on one target. */
export interface Fit {
  readonly target: SynthesisTarget;
  readonly quantity: Quantity;
  /** Over all units, what a style and a unit without points fall back on. */
  readonly coefficients: readonly number[];
  readonly styles: Readonly<Record<string, readonly number[]>>;
  readonly regimes: readonly FittedRegime[];
  /** As how many points the level above counts: cells that stand alone in the fit over all, this in a style, and that in a regime. */
  readonly strengths: readonly [number, number, number];
  readonly points: number;
  readonly leaveOneOut: ErrorFigures;
  readonly deviation: number;
}

/** The area model: coefficients, with the points that they were fitted on by their hash. */
export interface Calibration {
  readonly version: 2;
  /** The synthesiser with its release. */
  readonly tool: string;
  /** SHA-256 of the points, as 64 hexadecimal digits. */
  readonly gridHash: string;
  /** The variables of `fits`: what circuits are made of, for stages of networks. */
  readonly features: readonly FeatureName[];
  readonly fits: readonly Fit[];
  /** Those of `unitFits`: what units take by a mapper like the synthesiser's. */
  readonly unitFeatures: readonly MappedFeatureName[];
  readonly unitFits: readonly Fit[];
}
