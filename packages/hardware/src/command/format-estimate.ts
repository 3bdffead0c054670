import type { UnitEstimate } from "../estimate/estimate-unit.ts";
import type { ComparedPoint, ErrorSummary } from "../estimate/validate-estimates.ts";
import type { Figure } from "../figure.ts";

/** An estimate, a line a figure; what is 0 is left out.
 *  @param periodNs  of an iCE40 its clock between registers. */
export function formatEstimate(estimate: UnitEstimate, periodNs?: Figure): string {
  const { lut, ff, carry, shiftRegister, bram, dsp, areaGe, areaUm2 } = estimate;
  const figures = { lut, ff, carry, shiftRegister, bram, dsp, areaGe, areaUm2 };
  const lines = Object.entries(figures)
    .filter(([, { high }]) => high > 0)
    .map(([name, figure]) => `  ${name.padEnd(13)} ${interval(figure)}`);
  const note = estimate.isExtrapolated ? ", outside of what was calibrated" : "";
  const clock =
    periodNs === undefined ? [] : [`  ${"period, ns".padEnd(13)} ${decimals(periodNs)}`];
  return [`${estimate.target}: ${estimate.regime}${note}`, ...lines, ...clock, ""].join("\n");
}

/** A prediction beside its measurement, in a line. */
export function formatCompared(point: ComparedPoint): string {
  const { target, predicted, measured, error, isCovered, isExact, isExtrapolated } = point;
  const notes = [
    ...(isCovered ? [] : ["outside of its interval"]),
    ...(isExact ? [] : ["registers differ"]),
    ...(isExtrapolated ? ["extrapolated"] : []),
  ];
  const figures = `${interval(predicted)} predicted, ${measured} measured, ${percent(error)}`;
  const note = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  return `${target.padEnd(5)} ${figures}${note}  ${JSON.stringify(point.config)}\n`;
}

export function formatSummary(name: string, summary: ErrorSummary): string {
  const { points, mean, percentile95, worst, coverage, exact } = summary;
  const errors = `mean ${mean.toFixed(1)} %, 95th percentile ${percentile95.toFixed(1)} %, worst ${worst.toFixed(1)} %`;
  const parts = `${(100 * coverage).toFixed(0)} % in their intervals, registers exact in ${(100 * exact).toFixed(0)} %`;
  return `${name.padEnd(5)} ${points} points: ${errors}; ${parts}\n`;
}

function interval(figure: Figure): string {
  // Areas of a process are whole µm²; gate equivalents have quarters.
  const [low, value, high] = [figure.low, figure.value, figure.high].map((number) =>
    number < 1000 ? number : Math.round(number),
  );
  return low === high ? String(value) : `${value} (${low} … ${high})`;
}

function decimals({ low, value, high }: Figure): string {
  const [from, at, to] = [low, value, high].map((number) => number.toFixed(2));
  return `${at} (${from} … ${to})`;
}

function percent(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(1)} %`;
}
