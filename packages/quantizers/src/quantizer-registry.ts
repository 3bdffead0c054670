import { bmtQuantizer } from "./bmt-quantizer.ts";
import { centeredSignQuantizer } from "./centered-sign-quantizer.ts";
import { checkOptionNames } from "./check-options.ts";
import { clippedSignQuantizer } from "./clipped-sign-quantizer.ts";
import { elasticQuantizer } from "./elastic-quantizer.ts";
import { heavisideQuantizer } from "./heaviside-quantizer.ts";
import { heterogeneousBitsQuantizer } from "./heterogeneous-bits-quantizer.ts";
import { hwgqQuantizer } from "./hwgq-quantizer.ts";
import { int8RowsQuantizer } from "./int8-rows-quantizer.ts";
import { learnedClipQuantizer } from "./learned-clip-quantizer.ts";
import { leastSquaresBasesQuantizer } from "./least-squares-bases-quantizer.ts";
import { normalizedTanhQuantizer } from "./normalized-tanh-quantizer.ts";
import { powerOfTwoQuantizer } from "./power-of-two-quantizer.ts";
import { proximalQuantizer } from "./proximal-quantizer.ts";
import type { Quantizer, QuantizerOptions } from "./quantizer.ts";
import { rectifiedSignQuantizer } from "./rectified-sign-quantizer.ts";
import { residualBasesQuantizer } from "./residual-bases-quantizer.ts";
import { scaledSignQuantizer } from "./scaled-sign-quantizer.ts";
import { shareOfGreatestQuantizer } from "./share-of-greatest-quantizer.ts";
import { shiftedBasesQuantizer } from "./shifted-bases-quantizer.ts";
import { shiftedSignQuantizer } from "./shifted-sign-quantizer.ts";
import type { SignEstimatorOptions } from "./sign-estimator.ts";
import { signQuantizer } from "./sign-quantizer.ts";
import { standardizedSignQuantizer } from "./standardized-sign-quantizer.ts";
import { stochasticSignQuantizer } from "./stochastic-sign-quantizer.ts";
import { stochasticTernaryQuantizer } from "./stochastic-ternary-quantizer.ts";
import { ternaryQuantizer } from "./ternary-quantizer.ts";
import { twoLevelQuantizer } from "./two-level-quantizer.ts";
import { uniformQuantizer } from "./uniform-quantizer.ts";
import { zeroMeanSignQuantizer } from "./zero-mean-sign-quantizer.ts";

/** A quantizer in JSON. A `Quantizer` is one of itself. */
export interface QuantizerSpec {
  readonly name: string;
  readonly options?: QuantizerOptions;
}

const ofSignEstimators: Readonly<Record<keyof SignEstimatorOptions, true>> = {
  estimator: true,
  clip: true,
  boundary: true,
  beta: true,
  sharpness: true,
  gain: true,
  frequency: true,
  terms: true,
};

const makers = new Map<string, (options: string) => Quantizer>([
  maker("bmt", bmtQuantizer, {
    scaleAxis: true,
    bound: true,
    epsilon: true,
    estimator: true,
    slope: true,
  }),
  maker("clipped-sign", clippedSignQuantizer, { clip: true }),
  maker("half-wave-gaussian", hwgqQuantizer, {
    bits: true,
    step: true,
    levels: true,
    estimator: true,
    clip: true,
  }),
  maker("int8-rows", int8RowsQuantizer, { scaleAxis: true }),
  maker("centered-sign", centeredSignQuantizer, { scaleAxis: true, factor: true, steepness: true }),
  maker("heterogeneous-bits", heterogeneousBitsQuantizer, {
    shares: true,
    averageBits: true,
    order: true,
    scaleAxis: true,
    estimator: true,
    seed: true,
  }),
  maker("learned-clip", learnedClipQuantizer, { bits: true, clip: true, clipGradient: true }),
  maker("least-squares-bases", leastSquaresBasesQuantizer, {
    bases: true,
    scaleAxis: true,
    deviation: true,
  }),
  maker("proximal", proximalQuantizer, { forward: true, backward: true, mu: true }),
  maker("rectified-sign", rectifiedSignQuantizer, { tau: true, scale: true, scales: true }),
  maker("residual-bases", residualBasesQuantizer, {
    ...ofSignEstimators,
    bits: true,
    scales: true,
  }),
  maker("shifted-bases", shiftedBasesQuantizer, { shifts: true, scales: true, slope: true }),
  maker("shifted-sign", shiftedSignQuantizer, { ...ofSignEstimators, shift: true }),
  maker("standardized-sign", standardizedSignQuantizer, { ...ofSignEstimators, scale: true }),
  maker("two-level", twoLevelQuantizer, { distance: true, center: true, levelOffset: true }),
  maker("heaviside", heavisideQuantizer, ofSignEstimators),
  maker("normalized-tanh", normalizedTanhQuantizer, { bits: true, estimator: true }),
  maker("power-of-two", powerOfTwoQuantizer, { terms: true, minExponent: true, maxExponent: true }),
  maker("scaled-sign", scaledSignQuantizer, {
    ...ofSignEstimators,
    scaleAxis: true,
    scaleGradient: true,
    scaleRounding: true,
    centring: true,
    gradientScale: true,
  }),
  maker("sign", signQuantizer, { ...ofSignEstimators, magnitude: true, offset: true }),
  maker("stochastic-sign", stochasticSignQuantizer, {
    ...ofSignEstimators,
    magnitude: true,
    evaluation: true,
  }),
  maker("stochastic-ternary", stochasticTernaryQuantizer, {
    ...ofSignEstimators,
    magnitude: true,
    evaluation: true,
  }),
  maker("ternary", ternaryQuantizer, {
    ...ofSignEstimators,
    threshold: true,
    ratio: true,
    scaleAxis: true,
    scale: true,
    magnitude: true,
  }),
  maker("uniform", uniformQuantizer, { bits: true, gradientRange: true }),
  maker("elastic", elasticQuantizer, {
    set: true,
    bits: true,
    convention: true,
    scale: true,
    shift: true,
    minimum: true,
  }),
  maker("share-of-greatest", shareOfGreatestQuantizer, { share: true, scaleAxis: true }),
  maker("zero-mean-sign", zeroMeanSignQuantizer, {
    ...ofSignEstimators,
    centerAxis: true,
    scaleAxis: true,
    scale: true,
    scales: true,
    scaleGradient: true,
    meanGradient: true,
  }),
]);

/** Makes a quantizer known by its name, so that a saved model can name it.
 *  @param optionNames  those that it takes, each `true`: others are refused. Default: any are given to it
 *  @throws RangeError if the name is taken. */
export function registerQuantizer<Options>(
  name: string,
  create: (options: Options) => Quantizer,
  optionNames?: OptionNames<Options>,
): void {
  if (makers.has(name)) throw new RangeError(`registerQuantizer: there is already a "${name}"`);
  makers.set(...maker(name, create, optionNames));
}

/** The quantizer that a name, with its options, stands for.
 *  @throws RangeError if none is registered under that name, or it has no option of a name; as the quantizer does for the
 *    values of its options. */
export function createQuantizer(spec: QuantizerSpec | string): Quantizer {
  const { name, options = {} } = typeof spec === "string" ? { name: spec } : spec;
  const make = makers.get(name);
  if (make) return make(JSON.stringify(options));
  throw new RangeError(
    `createQuantizer: no quantizer "${name}" is registered, only ${[...makers.keys()].join(", ")}`,
  );
}

/** Every name of an option, so that the compiler notices one that is left out. */
export type OptionNames<Options> = Readonly<Record<keyof NonNullable<Options>, true>>;

function maker<Options>(
  name: string,
  create: (options: Options) => Quantizer,
  optionNames?: OptionNames<Options>,
): [name: string, make: (options: string) => Quantizer] {
  return [
    name,
    (options) => {
      if (optionNames) {
        checkOptionNames("createQuantizer", name, JSON.parse(options), Object.keys(optionNames));
      }
      return create(JSON.parse(options));
    },
  ];
}
