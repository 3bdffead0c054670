/** Where constants come from. */
export interface Provenance {
  readonly source: string;
  /** Of the process, in nanometres. */
  readonly nodeNm: number;
  readonly voltageV: number;
}

/** A number that a model gives, with the interval in which nine of ten measured ones are to be expected. */
export interface Figure {
  readonly kind: "estimate";
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Whether it is beyond what the model was fitted to; the interval says nothing there. */
  readonly isExtrapolated: boolean;
  readonly provenance: Provenance;
}

/** Normal errors of mean absolute size 1 lie within ±2.06 in nine of ten cases (1.645·√(π/2)). */
const ninetyPercent = 1.645 * Math.sqrt(Math.PI / 2);

/** A figure whose interval is that of normal errors with this mean absolute relative size, measured on points left out of the fit. */
export function figureOf(
  value: number,
  meanError: number,
  provenance: Provenance,
  isExtrapolated = false,
): Figure {
  const spread = Math.min(ninetyPercent * meanError, 1) * value;
  return {
    ...{ kind: "estimate", value, low: value - spread, high: value + spread },
    ...{ isExtrapolated, provenance },
  };
}

/** A figure times a number that is known. */
export function scaleFigure(figure: Figure, factor: number): Figure {
  const { value, low, high } = figure;
  return { ...figure, value: value * factor, low: low * factor, high: high * factor };
}

/** A sum of figures whose errors are the same model's, so that they do not cancel.
 *  @throws RangeError for no figure. */
export function addFigures(figures: readonly Figure[]): Figure {
  const [first] = figures;
  if (first === undefined) throw new RangeError("addFigures: figures must not be empty");
  const total = (of: (figure: Figure) => number): number => figures.reduce((s, f) => s + of(f), 0);
  return {
    ...first,
    ...{ value: total((f) => f.value), low: total((f) => f.low), high: total((f) => f.high) },
    isExtrapolated: figures.some((f) => f.isExtrapolated),
  };
}
