/** How a number came about: by a model, by a synthesiser, on a board or bench, or in somebody's publication. */
export type FigureKind = "estimate" | "post-synthesis" | "measured" | "published";

/** Where constants come from. */
export interface Provenance {
  readonly source: string;
  /** Of the process, in nanometres; absent where several are involved or it does not matter. */
  readonly nodeNm?: number;
  readonly voltageV?: number;
}

/** A number with the interval in which nine of ten measured ones are to be expected; both ends are `value` where it is counted. */
export interface Figure {
  readonly kind: FigureKind;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Whether it is beyond what the model was fitted to; the interval says little there. */
  readonly isExtrapolated: boolean;
  readonly provenance: Provenance;
}

/** Standard errors on either side between which nine of ten normal errors lie. */
export const normalQuantile = 1.645;

/** Normal errors of mean absolute size 1 lie within ±2.06 in nine of ten cases (1.645·√(π/2)). */
const ninetyPercent = normalQuantile * Math.sqrt(Math.PI / 2);

/** A figure whose interval is that of normal errors with this mean absolute relative size, measured on points left out of the fit. */
export function figureOf(
  value: number,
  meanError: number,
  provenance: Provenance,
  isExtrapolated = false,
): Figure {
  const spread = Math.min(ninetyPercent * meanError, 1) * value;
  return figureBetween([value - spread, value, value + spread], provenance, isExtrapolated);
}

/** A figure with its interval. */
export function figureBetween(
  [low, value, high]: readonly [low: number, value: number, high: number],
  provenance: Provenance,
  isExtrapolated = false,
): Figure {
  return { kind: "estimate", value, low, high, isExtrapolated, provenance };
}

/** A figure that follows from a rule without error. */
export function exactFigure(value: number, source: string): Figure {
  return figureBetween([value, value, value], { source });
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
    provenance: jointProvenance(figures),
  };
}

const separator = " + ";

/** All sources of figures that are not 0. */
function jointProvenance(figures: readonly Figure[]): Provenance {
  const [first] = figures;
  const open = figures.filter(({ high }) => high > 0);
  const provenances = new Set(open.map(({ provenance }) => provenance));
  if (provenances.size <= 1) return (open[0] ?? first).provenance;
  const sources = [...provenances].flatMap(({ source }) => source.split(separator));
  return { source: [...new Set(sources)].join(separator) };
}
