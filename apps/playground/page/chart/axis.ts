/** The range of a chart in one direction. */
export interface Axis {
  readonly label: string;
  readonly least: number;
  readonly greatest: number;
  /** Whether distances are ratios; default false. */
  readonly isLogarithmic?: boolean;
}

/** Where a value stands on an axis, 0 at its least and 1 at its greatest. */
export function positionOn(
  { least, greatest, isLogarithmic = false }: Axis,
  value: number,
): number {
  if (greatest === least) return 0.5;
  if (!isLogarithmic) return (value - least) / (greatest - least);
  return Math.log(value / least) / Math.log(greatest / least);
}

/** Round values of an axis: steps of 1, 2 or 5 times a power of ten; powers of ten where it is logarithmic. */
export function ticksOf({ least, greatest, isLogarithmic = false }: Axis): readonly number[] {
  if (isLogarithmic) {
    const powers = powersWithin(least, greatest, [1]);
    return powers.length > 1 ? powers : powersWithin(least, greatest, [1, 2, 5]);
  }
  const rough = (greatest - least) / 5;
  if (!(rough > 0)) return [least];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(greatest / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(6)),
  );
}

/** These factors times powers of ten, from the least to the greatest. */
function powersWithin(
  least: number,
  greatest: number,
  factors: readonly number[],
): readonly number[] {
  const first = Math.floor(Math.log10(least));
  const powers = Array.from(
    { length: Math.ceil(Math.log10(greatest)) - first + 1 },
    (_, i) => 10 ** (first + i),
  );
  return powers
    .flatMap((power) => factors.map((factor) => factor * power))
    .filter((tick) => tick >= least && tick <= greatest);
}

/** An axis that has all of these values, and is not empty. */
export function axisAround(
  label: string,
  values: readonly number[],
  { isLogarithmic = false }: Pick<Axis, "isLogarithmic"> = {},
): Axis {
  const finite = values.filter((value) => Number.isFinite(value) && !(isLogarithmic && value <= 0));
  const [least, greatest] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0)
    return { label, least: isLogarithmic ? 1 : 0, greatest: 10, isLogarithmic };
  if (isLogarithmic)
    return { label, least: least / 1.15, greatest: greatest * 1.15, isLogarithmic };
  const margin = (greatest - least || Math.abs(greatest) || 1) * 0.05;
  return { label, least: least - margin, greatest: greatest + margin, isLogarithmic };
}
