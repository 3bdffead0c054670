import type { SynthesisTarget } from "../synthesis/target.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import type { ErrorFigures, Fit, FittedRegime, Quantity } from "./calibration.ts";
import {
  dot,
  type Equation,
  type NormalEquations,
  normalEquations,
  ridge,
  withoutEquation,
} from "./least-squares.ts";
import { type Regime, regimeOf } from "./regime.ts";

/** A configuration's variables and what was counted for it. */
export interface AreaPoint {
  readonly config: UnitConfig;
  readonly features: readonly number[];
  readonly count: number;
}

interface Row extends Equation {
  readonly regime: Regime;
  /** Makes errors relative; `weight` is less for what is unlike all others. */
  readonly scale: number;
}

/** Counts below it weigh as if they were it: a cell more or less of three is no error of a third. */
const leastCount = 8;

/** Of relative errors, and how strongly fits that say what is common are drawn. */
const commonError = 0.05;
const firstStrength = 10;

const strengthsTried = [0.1, 0.5, 2, 10, 100] as const;

/** A point unlike all others is off however strongly fits are drawn, and says nothing of it. */
const greatestLoss = 0.15;

/** Points that the deviation over all regimes counts as much as in that of a regime. */
const deviationStrength = 2;

/** Of a normal distribution nine of ten lie within as many standard errors. */
const normalQuantile = 1.645;

type Strengths = Fit["strengths"];

/**
 * Coefficients by weighted least squares of relative errors, level by level: over all points, drawn to `structural`; by style, drawn to
 * these; by unit and style, drawn to the style's. How strongly is chosen by the errors at points left out.
 *
 * @throws RangeError for fewer than two points.
 */
export function fitArea(
  target: SynthesisTarget,
  quantity: Quantity,
  points: readonly AreaPoint[],
  structural: readonly number[],
): Fit {
  if (points.length < 2) {
    throw new RangeError(`fitArea: points must be at least 2, got ${points.length} for ${target}`);
  }
  const rows = reweighted(
    points.map(({ config, features, count }) => {
      const scale = 1 / Math.max(leastCount, count);
      return { regime: regimeOf(config), x: features, y: count, scale, weight: scale };
    }),
    structural,
  );
  const { strengths, leftOut } = bestStrengths(rows, structural);
  const deviation = quantile(leftOut.map(Math.abs), 0.9) / normalQuantile;
  const size = structural.length;
  const all = ridge(normalEquations(rows, size), { prior: structural, strength: strengths[0] });
  const styles: Record<string, number[]> = {};
  const regimes: FittedRegime[] = [];
  for (const style of namesOf(rows, ({ regime }) => regime.style)) {
    const ofStyle = rows.filter(({ regime }) => regime.style === style);
    const prior = ridge(normalEquations(ofStyle, size), { prior: all, strength: strengths[1] });
    styles[style] = rounded(prior);
    for (const name of namesOf(ofStyle, ({ regime }) => regime.name)) {
      const own = ofStyle.filter(({ regime }) => regime.name === name);
      const unseen = leftOut.filter((_, i) => rows[i].regime.name === name);
      const sums = normalEquations(own, size);
      const coefficients = rounded(ridge(sums, { prior, strength: strengths[2] }));
      regimes.push(describeRegime(name, own, { coefficients, unseen, deviation }));
    }
  }
  return {
    ...{ target, quantity, coefficients: rounded(all), styles, regimes, strengths },
    ...{ points: rows.length, leaveOneOut: figures(leftOut), deviation: rounded([deviation])[0] },
  };
}

/** Rows that are off by more than most weigh less: errors beyond {@link commonError} count by their size, not its square (Huber). */
function reweighted(rows: readonly Row[], structural: readonly number[]): Row[] {
  let made = [...rows];
  for (let pass = 0; pass < 3; pass++) {
    const sums = normalEquations(made, structural.length);
    const coefficients = ridge(sums, { prior: structural, strength: firstStrength });
    made = made.map((row) => {
      const size = Math.abs(relativeError(row, coefficients));
      return { ...row, weight: row.scale * Math.sqrt(Math.min(1, commonError / size)) };
    });
  }
  return made;
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
  const sums = sumsOf(rows, structural.length);
  const without = rows.map((row) => sumsWithout(sums, row));
  const results = tried.map((strengths) => {
    const leftOut = rows.map((row, i) => errorWithout(without[i], row, structural, strengths));
    const loss = leftOut.reduce((sum, error) => sum + Math.min(greatestLoss, Math.abs(error)), 0);
    return { strengths, leftOut, loss };
  });
  return results.reduce((a, b) => (b.loss < a.loss ? b : a));
}

/** Sums over all rows, by style, and by unit and style. */
interface LevelSums {
  readonly all: NormalEquations;
  readonly styles: ReadonlyMap<string, NormalEquations>;
  readonly regimes: ReadonlyMap<string, NormalEquations>;
}

function sumsOf(rows: readonly Row[], size: number): LevelSums {
  const by = (name: (row: Row) => string): Map<string, NormalEquations> =>
    new Map(
      namesOf(rows, name).map((one) => [
        one,
        normalEquations(
          rows.filter((row) => name(row) === one),
          size,
        ),
      ]),
    );
  return {
    all: normalEquations(rows, size),
    styles: by(({ regime }) => regime.style),
    regimes: by(({ regime }) => regime.name),
  };
}

type RowSums = readonly [NormalEquations, NormalEquations, NormalEquations];

function sumsWithout({ all, styles, regimes }: LevelSums, row: Row): RowSums {
  const [style, regime] = [styles.get(row.regime.style), regimes.get(row.regime.name)];
  if (style === undefined || regime === undefined) throw new Error("every row has its sums");
  return [withoutEquation(all, row), withoutEquation(style, row), withoutEquation(regime, row)];
}

function errorWithout(
  [all, style, regime]: RowSums,
  row: Row,
  structural: readonly number[],
  [overAll, ofStyle, ofRegime]: Strengths,
): number {
  const first = ridge(all, { prior: structural, strength: overAll });
  const prior = ridge(style, { prior: first, strength: ofStyle });
  return relativeError(row, ridge(regime, { prior, strength: ofRegime }));
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

function relativeError({ x, y, scale }: Row, coefficients: readonly number[]): number {
  return (Math.max(0, dot(x, coefficients)) - y) * scale;
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
