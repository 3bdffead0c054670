import {
  backwardMaps,
  bmtEstimators,
  elasticConventions,
  forwardMaps,
  hwgqEstimators,
  normalizedTanhEstimators,
  scaleGradients,
  scaleRoundings,
  signEstimators,
  ternaryScales,
} from "@bnnkit/quantizers";
import type {
  ChoiceControl,
  QuantizerControl,
  QuantizerEntry,
  RangeControl,
} from "./quantizer-control.ts";

type Range = readonly [minimum: number, maximum: number, step: number, initial: number];

function range(option: string, of: Range, onlyWith?: RangeControl["onlyWith"]): RangeControl {
  const [minimum, maximum, step, initial] = of;
  return { kind: "range", option, minimum, maximum, step, initial, ...(onlyWith && { onlyWith }) };
}

function choice(option: string, values: readonly string[], initial?: string): ChoiceControl {
  return { kind: "choice", option, values, initial: initial ?? values[0] ?? "" };
}

/** The estimators of a sign with their constants. */
function estimators(initial: string): readonly QuantizerControl[] {
  const ofEstimator = (...values: readonly string[]): RangeControl["onlyWith"] => ({
    option: "estimator",
    values,
  });
  return [
    choice("estimator", signEstimators, initial),
    range("clip", [0.25, 2, 0.05, 1], ofEstimator("clipped", "fourier")),
    range("beta", [0.5, 15, 0.5, 5], ofEstimator("swish")),
    range("sharpness", [0.1, 10, 0.1, 0.1], ofEstimator("tanh")),
    range("frequency", [0.05, 3, 0.05, 0.1], ofEstimator("fourier")),
    range("terms", [1, 20, 1, 11], ofEstimator("fourier")),
  ];
}

const slope = "g · e(x), e the slope of the estimator";
const passes = "g";
const ofSigns = [
  {
    name: "sign",
    make: "signQuantizer",
    forward: "offset + magnitude · sign(x)",
    backward: slope,
    controls: [
      ...estimators("clipped"),
      range("magnitude", [0.25, 2, 0.05, 1]),
      range("offset", [-1, 1, 0.05, 0]),
    ],
  },
  {
    name: "clipped-sign",
    make: "clippedSignQuantizer",
    forward: "sign(x)",
    backward: "g where |x| ≤ clip, else 0",
    controls: [range("clip", [0.25, 2, 0.05, 1])],
  },
  {
    name: "shifted-sign",
    make: "shiftedSignQuantizer",
    forward: "sign(x + b), b learned for each feature, here shift",
    backward: "g · e(x + b), e the slope of the estimator; b gets the same",
    controls: [...estimators("triangle"), range("shift", [-1, 1, 0.05, 0])],
  },
  {
    name: "scaled-sign",
    make: "scaledSignQuantizer",
    forward: "α · sign(w), α = mean|w|",
    backward: "g · e(w), with α as scaleGradient says",
    controls: [
      ...estimators("straight-through"),
      choice("scaleGradient", scaleGradients),
      choice("scaleRounding", scaleRoundings),
    ],
  },
  {
    name: "centered-sign",
    make: "centeredSignQuantizer",
    forward: "β + α · sign(w − β), β = mean(w), α the standard deviation",
    backward:
      "g · factor · steepness · (1 − tanh²(steepness · (w − β)/α)), beside what passes α and β",
    controls: [range("factor", [1, 20, 0.5, 10]), range("steepness", [0.1, 5, 0.1, 0.1])],
  },
  {
    name: "zero-mean-sign",
    make: "zeroMeanSignQuantizer",
    forward: "α · sign(w − mean(w)), α = mean|w|",
    backward: "g · e(w), times α where scaleGradient is constant",
    controls: [
      ...estimators("straight-through"),
      choice("scaleGradient", ["none", "constant"]),
      choice("meanGradient", ["constant", "subtracted"]),
    ],
  },
  {
    name: "rectified-sign",
    make: "rectifiedSignQuantizer",
    forward: "s · sign(w − mean(w)), s learned, here scales",
    backward: "g within the quantiles 1 − τ and τ of the weights, else 0",
    controls: [range("tau", [0.5, 1, 0.01, 0.85]), range("scales", [0.25, 2, 0.05, 1])],
  },
  {
    name: "standardized-sign",
    make: "standardizedSignQuantizer",
    forward:
      "s · sign(w − mean(w)), s the power of two nearest to mean|z|, z the standardized weights",
    backward: "g · e(z), through mean and standard deviation",
    controls: [...estimators("tanh"), choice("scale", ["power-of-two", "none"])],
  },
  {
    name: "stochastic-sign",
    make: "stochasticSignQuantizer",
    forward: "+H with the probability clip((x/H + 1)/2, 0, 1), else −H; H is magnitude",
    backward: slope,
    controls: [...estimators("straight-through"), range("magnitude", [0.25, 2, 0.05, 1])],
  },
  {
    name: "proximal",
    make: "proximalQuantizer",
    forward: "F(x), a map that becomes the sign as μ grows",
    backward: "g · B(x), of the same μ",
    controls: [
      choice("forward", Object.keys(forwardMaps), "swish-sign"),
      choice("backward", Object.keys(backwardMaps), "swish-sign"),
      range("mu", [0, 20, 0.1, 1]),
    ],
  },
  {
    name: "bmt",
    make: "bmtQuantizer",
    forward: "(s/2) · sign(x), s = max|x| or bound",
    backward: "g where |x| < s · (1 − ε); of a triangle g · h · max(0, 1 − h·|x|/s), h the slope",
    options: { scaleAxis: "weights", bound: 1 },
    controls: [
      choice("estimator", bmtEstimators),
      range("bound", [0.25, 2, 0.05, 1]),
      range("slope", [0.5, 4, 0.1, 2], { option: "estimator", values: ["triangle"] }),
    ],
  },
  {
    name: "two-level",
    make: "twoLevelQuantizer",
    forward: "β + α · sign(x − β), both learned: distance and center",
    backward: "g within the window around β; α and β get their own",
    controls: [range("distance", [0.25, 2, 0.05, 1]), range("center", [-1, 1, 0.05, 0])],
  },
] as const;

const ofLevels = [
  {
    name: "elastic",
    make: "elasticQuantizer",
    forward: "α times the nearest level of x/α; of one bit the sign",
    backward: "g where x/α is between the least and the greatest level; α gets its own",
    options: { bits: 2, scale: 0.6 },
    controls: [
      choice("set", ["signed", "unsigned"]),
      range("bits", [1, 4, 1, 1]),
      choice("convention", elasticConventions),
      range("scale", [0.1, 1.5, 0.05, 1]),
      range("shift", [-1, 1, 0.05, 0]),
    ],
  },
  {
    name: "heaviside",
    make: "heavisideQuantizer",
    forward: "1 if x > 0, else 0",
    backward: slope,
    controls: estimators("clipped"),
  },
  {
    name: "share-of-greatest",
    make: "shareOfGreatestQuantizer",
    forward: "1 where x is at least a share of the greatest x, else 0",
    backward: passes,
    options: { scaleAxis: "tensor" },
    controls: [range("share", [0.05, 1, 0.05, 0.25])],
  },
  {
    name: "ternary",
    make: "ternaryQuantizer",
    forward: "sign(x) where |x| > Δ, else 0; Δ = ratio · mean|x|",
    backward: slope,
    controls: [
      ...estimators("clipped"),
      range("ratio", [0.1, 1.5, 0.05, 0.7]),
      choice("scale", ternaryScales),
    ],
  },
  {
    name: "stochastic-ternary",
    make: "stochasticTernaryQuantizer",
    forward: "W₀ · sign(x) with the probability clip(|x|/W₀, 0, 1), else 0; W₀ is magnitude",
    backward: slope,
    controls: [...estimators("straight-through"), range("magnitude", [0.25, 2, 0.05, 1])],
  },
  {
    name: "power-of-two",
    make: "powerOfTwoQuantizer",
    forward: "the nearest sum of powers of two, ±2^e each",
    backward: passes,
    controls: [
      range("terms", [1, 4, 1, 1]),
      range("minExponent", [-7, -1, 1, -7]),
      range("maxExponent", [0, 2, 1, 0]),
    ],
  },
  {
    name: "uniform",
    make: "uniformQuantizer",
    forward: "round(n · clip(x, 0, 1))/n, n = 2^bits − 1",
    backward: "g where 0 ≤ x ≤ 1, else 0",
    controls: [range("bits", [1, 6, 1, 2])],
  },
  {
    name: "half-wave-gaussian",
    make: "hwgqQuantizer",
    forward: "the nearest of 0, s, 2s … (2^bits − 1)·s; 0 below 0",
    backward: "g above 0, as the estimator ends it",
    controls: [
      range("bits", [1, 4, 1, 2]),
      range("step", [0.1, 1, 0.02, 0.538]),
      choice("estimator", hwgqEstimators, "clipped-rectifier"),
    ],
  },
  {
    name: "learned-clip",
    make: "learnedClipQuantizer",
    forward: "round(clip(x, 0, α)·m/α)·α/m, m = 2^bits − 1, α learned",
    backward: "g where 0 < x < α, else 0; α gets those from α on",
    options: { clip: 1.5 },
    controls: [range("bits", [1, 6, 1, 2]), range("clip", [0.25, 3, 0.05, 10])],
  },
  {
    name: "normalized-tanh",
    make: "normalizedTanhQuantizer",
    forward: "2 · round(n · (tanh w/(2 · max|tanh w|) + ½))/n − 1, n = 2^bits − 1",
    backward: "through tanh and maximum, the rounding as the identity",
    controls: [range("bits", [1, 6, 1, 2]), choice("estimator", normalizedTanhEstimators)],
  },
  {
    name: "int8-rows",
    make: "int8RowsQuantizer",
    forward: "s · round(w/s), s = max|w|/127 of each output",
    backward: passes,
    controls: [],
  },
] as const;

const ofSums = [
  {
    name: "least-squares-bases",
    make: "leastSquaresBasesQuantizer",
    forward: "Σ αₘ · sign(w − mean(w) + uₘ · std(w)), α the least squares",
    backward: "g · Σ αₘ",
    controls: [range("bases", [1, 6, 1, 3])],
  },
  {
    name: "shifted-bases",
    make: "shiftedBasesQuantizer",
    forward: "Σ βₙ · (±1)ₙ with thresholds 0, 1.5 and −1.5, learned",
    backward: "g · Σ βₙ · slope, of each base within its range",
    controls: [range("slope", [1, 2, 1, 1])],
  },
  {
    name: "residual-bases",
    make: "residualBasesQuantizer",
    forward: "Σ βₙ · sign(rₙ), rₙ what the terms before leave",
    backward: slope,
    controls: [...estimators("clipped"), range("bits", [1, 4, 1, 2])],
  },
  {
    name: "heterogeneous-bits",
    make: "heterogeneousBitsQuantizer",
    forward:
      "Σ αₙ · sign(rₙ), rₙ what the terms before leave; some weights have more terms than others",
    backward: passes,
    controls: [
      range("averageBits", [1, 3, 0.1, 1.4]),
      choice("order", ["middle-out", "magnitude", "top-down", "bottom-up", "random"]),
    ],
  },
] as const;

/** Every quantizer of `@bnnkit/quantizers`: signs, levels, sums of signs. */
export const quantizerCatalogue: readonly QuantizerEntry[] = [
  ...ofSigns,
  ...ofLevels,
  ...ofSums,
].map((entry) => ({ options: {}, ...entry }));
