import type { Target } from "../synthesis/target.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import type { ErrorFigures, Fit, FittedRegime, Quantity } from "./calibration.ts";
import { dot, type Equation, ridge } from "./least-squares.ts";
import { type Regime, regimeOf } from "./regime.ts";
import { structuralCoefficients } from "./structural-coefficients.ts";

/** A configuration's variables and what was counted for it. */
export interface AreaPoint {
  readonly config: UnitConfig;
  readonly features: readonly number[];
  readonly count: number;
}

interface Row extends Equation {
  readonly regime: Regime;
}

/** Counts below it weigh as if they were it: a cell more or less of three is no error of a third. */
const leastCount = 8;

const strengthsTried = [0.1, 0.5, 2, 10] as const;

/** A point unlike all others is off however strongly fits are drawn, and says nothing of it. */
const greatestLoss = 0.15;

/** Points that the deviation over all regimes counts as much as in that of a regime. */
const deviationStrength = 2;

/** Of a normal distribution nine of ten lie within as many standard errors. */
const normalQuantile = 1.645;

type Strengths = Fit["strengths"];

/**
 * Coefficients by weighted least squares of relative errors, level by level: over all points, drawn to the coefficients of cells that stand alone; by
 * style, drawn to these; by unit and style, drawn to the style's. How strongly is chosen by the errors at points left out.
 *
 * @throws RangeError for fewer than two points.
 */
export function fitArea(target: Target, quantity: Quantity, points: readonly AreaPoint[]): Fit {
  if (points.length < 2) {
    throw new RangeError(`fitArea: points must be at least 2, got ${points.length} for ${target}`);
  }
  const rows = points.map(({ config, features, count }) => ({
    ...{ regime: regimeOf(config), x: features, y: count },
    weight: 1 / Math.max(leastCount, count),
  }));
  const structural = structuralCoefficients(target, quantity);
  const { strengths, leftOut } = bestStrengths(rows, structural);
  const deviation = quantile(leftOut.map(Math.abs), 0.9) / normalQuantile;
  const all = ridge(rows, { prior: structural, strength: strengths[0] });
  const styles: Record<string, number[]> = {};
  const regimes: FittedRegime[] = [];
  for (const style of namesOf(rows, ({ regime }) => regime.style)) {
    const ofStyle = rows.filter(({ regime }) => regime.style === style);
    const prior = ridge(ofStyle, { prior: all, strength: strengths[1] });
    styles[style] = rounded(prior);
    for (const name of namesOf(ofStyle, ({ regime }) => regime.name)) {
      const own = ofStyle.filter(({ regime }) => regime.name === name);
      const unseen = leftOut.filter((_, i) => rows[i].regime.name === name);
      const coefficients = rounded(ridge(own, { prior, strength: strengths[2] }));
      regimes.push(describeRegime(name, own, { coefficients, unseen, deviation }));
    }
  }
  return {
    ...{ target, quantity, coefficients: rounded(all), styles, regimes, strengths },
    ...{ points: rows.length, leaveOneOut: figures(leftOut), deviation: rounded([deviation])[0] },
  };
}

/** The strengths that err least at points left out, and these errors. */
function bestStrengths(
  rows: readonly Row[],
  structural: readonly number[],
): { readonly strengths: Strengths; readonly leftOut: readonly number[] } {
  const tried = strengthsTried.flatMap((overAll) =>
    strengthsTried.flatMap((ofStyle) =>
      strengthsTried.map((ofRegime): Strengths => [overAll, ofStyle, ofRegime]),
    ),
  );
  const results = tried.map((strengths) => {
    const leftOut = rows.map((row) => errorWithout(rows, row, structural, strengths));
    const loss = leftOut.reduce((sum, error) => sum + Math.min(greatestLoss, Math.abs(error)), 0);
    return { strengths, leftOut, loss };
  });
  return results.reduce((a, b) => (b.loss < a.loss ? b : a));
}

function errorWithout(
  rows: readonly Row[],
  row: Row,
  structural: readonly number[],
  [overAll, ofStyle, ofRegime]: Strengths,
): number {
  const others = rows.filter((other) => other !== row);
  const alike = others.filter(({ regime }) => regime.style === row.regime.style);
  const same = alike.filter(({ regime }) => regime.name === row.regime.name);
  const all = ridge(others, { prior: structural, strength: overAll });
  const prior = ridge(alike, { prior: all, strength: ofStyle });
  return relativeError(row, ridge(same, { prior, strength: ofRegime }));
}

interface RegimeFit {
  readonly coefficients: readonly number[];
  /** Errors at its points of fits that have not seen them. */
  readonly unseen: readonly number[];
  readonly deviation: number;
}

function describeRegime(
  regime: string,
  rows: readonly Row[],
  { coefficients, unseen, deviation }: RegimeFit,
): FittedRegime {
  const squares = unseen.reduce((sum, e) => sum + e * e, deviationStrength * deviation ** 2);
  const own = Math.sqrt(squares / (rows.length + deviationStrength));
  return {
    ...{ regime, coefficients, points: rows.length },
    error: figures(rows.map((row) => relativeError(row, coefficients))),
    leaveOneOut: figures(unseen),
    deviation: rounded([own])[0],
    least: extremes(rows, Math.min),
    greatest: extremes(rows, Math.max),
  };
}

/** Five digits say all that a fit does. */
function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toPrecision(5)));
}

function relativeError({ x, y, weight }: Row, coefficients: readonly number[]): number {
  return (Math.max(0, dot(x, coefficients)) - y) * weight;
}

function figures(errors: readonly number[]): ErrorFigures {
  const sizes = errors.map((error) => 100 * Math.abs(error));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const [average, worst] = [mean, Math.max(...sizes)].map((size) => Number(size.toFixed(2)));
  return { mean: average, worst };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1];
}

function extremes(rows: readonly Row[], extreme: (a: number, b: number) => number): number[] {
  return rows.map(({ x }) => [...x]).reduce((a, b) => a.map((v, i) => extreme(v, b[i])));
}

function namesOf(rows: readonly Row[], name: (row: Row) => string): string[] {
  return [...new Set(rows.map(name))].sort();
}
