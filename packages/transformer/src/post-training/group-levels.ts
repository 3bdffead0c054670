/** The few numbers that the weights of a group have become, as `offset ± scale₀ ± scale₁`. */
export interface GroupLevels {
  readonly offset: number;
  readonly scales: readonly [number, number];
  /** The two signs of a number of the group. */
  signsOf(value: number): readonly [1 | -1, 1 | -1];
}

/** Offset and scales of numbers that a mean and one or two signed scales make, found from the numbers: up to four different ones, which
 *  lie symmetrically.
 *  @throws RangeError for more. */
export function groupLevels(values: readonly number[]): GroupLevels {
  const levels = [...new Set(values)].sort((a, b) => a - b);
  if (levels.length > 4) {
    throw new RangeError(
      `groupLevels: values must be at most 4 different numbers, got ${levels.length}`,
    );
  }
  const [least = 0, greatest = 0] = [levels[0], levels[levels.length - 1]];
  const offset = (least + greatest) / 2;
  const inner = levels.length > 2 ? Math.abs(levels[1] - offset) : (greatest - least) / 2;
  const outer = (greatest - least) / 2;
  const scales = [(outer + inner) / 2, (outer - inner) / 2] as const;
  return {
    offset,
    scales,
    signsOf: (value) => {
      const first = value < offset ? -1 : 1;
      return [first, value - offset - first * scales[0] < 0 ? -1 : 1];
    },
  };
}
